import type { Reader, Transaction } from '@/lib/core/db';
import { Prisma } from '@/prisma/generated/client';
import { describeExemption, type ExemptionInForce, Exemptions } from './cover';
import type { HeldBackFinding } from './held-back';

/** That an exemption `e` holds at a moment. One that is made while a generation runs holds from the next one on. */
export function holdsAt(now: Date): Prisma.Sql {
  return Prisma.sql`(e.created_at <= ${now} AND e.until > ${now} AND (e.ended_at IS NULL OR e.ended_at > ${now}))`;
}

/** Those in force at a moment, laid out for judging a generation. */
export async function loadExemptions(reader: Reader, now: Date): Promise<Exemptions> {
  const rows = await reader.$queryRaw<ExemptionInForce[]>`
    SELECT e.id::text AS id, e.rule_set AS "ruleSet", e.action, e.resource_id::text AS "resourceId", e.provider,
      e.account, e.tag_key AS "tagKey", e.tag_value AS "tagValue", e.until, e.reason
    FROM exemptions e WHERE ${holdsAt(now)} ORDER BY e.id`;
  return new Exemptions(rows);
}

/**
 * What was verified, is found again and is exempt by now: nobody asks for it any more, but its saving did not last.
 * Every other lineage that is not found is judged by `Absentees`.
 */
export async function readVerifiedAgain(
  reader: Reader,
  findings: HeldBackFinding[],
): Promise<{ lineageId: string; kind: 'withdrawn'; reason: string }[]> {
  if (findings.length === 0) return [];
  const rows = await reader.$queryRaw<{ lineageId: string; place: number }[]>`
    SELECT l.id::text AS "lineageId", given.place::int AS place FROM unnest(
      ${findings.map(({ resourceId }) => BigInt(resourceId))}::bigint[],
      ${findings.map(({ action }) => action)}::text[]) WITH ORDINALITY AS given (resource_id, action, place)
    JOIN lineages l ON l.resource_id = given.resource_id AND l.action = given.action AND l.status = 'verified'`;
  return rows.flatMap(({ lineageId, place }) => {
    const finding = findings[place - 1];
    return finding
      ? [{ lineageId, kind: 'withdrawn' as const, reason: describeExemption(finding.exemption) }]
      : [];
  });
}

/** Keeps how much a generation held back, in place of what an earlier attempt at it has left. */
export async function replaceHeldBack(
  tx: Transaction,
  generationId: string,
  counts: { exemptionId: string; heldBack: number }[],
): Promise<void> {
  const generation = BigInt(generationId);
  await tx.exemptionOutcome.deleteMany({ where: { generationId: generation } });
  await tx.$executeRaw`
    INSERT INTO exemption_outcomes (generation_id, exemption_id, held_back)
    SELECT ${generation}, * FROM unnest(
      ${counts.map(({ exemptionId }) => BigInt(exemptionId))}::bigint[],
      ${counts.map(({ heldBack }) => heldBack)}::int[])`;
}
