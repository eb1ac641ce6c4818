import type { Reader, Transaction } from '@/lib/core/db';
import type { AbsenceJudgement } from './absence';
import type { Candidate } from './recommend';

/** What stands between evaluate and record. Plain tables: what a crash of the database empties would close findings. */

/** Forgets what an earlier attempt at this generation, or one that was given up, has left. */
export async function clearCandidates(tx: Reader, generationId: string): Promise<void> {
  const given = BigInt(generationId);
  await tx.$executeRaw`
    DELETE FROM candidates c USING recommendations_generated g
    WHERE g.id = c.generation_id AND (g.id = ${given} OR g.state <> 'collecting')`;
  await tx.$executeRaw`
    DELETE FROM absences a USING recommendations_generated g
    WHERE g.id = a.generation_id AND (g.id = ${given} OR g.state <> 'collecting')`;
}

/** Writes candidates in the order given; `from` is how many of this generation stand before them. */
export async function insertCandidates(
  tx: Reader,
  generationId: string,
  candidates: Candidate[],
  from: number,
): Promise<void> {
  if (candidates.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO candidates (generation_id, resource_id, action, ordinal, found_at, data_from, rule_version_id, rule_name,
      monthly_savings, currency, reason, why, details, owner, environment)
    SELECT ${BigInt(generationId)}, resource_id, action, ${from}::int + n, found_at, data_from, rule_version_id, rule_name,
      monthly_savings, currency, reason, why::jsonb, details::jsonb, owner, environment
    FROM unnest(
      ${candidates.map((each) => BigInt(each.resourceId))}::bigint[],
      ${candidates.map((each) => each.action)}::text[],
      ${candidates.map((each) => each.foundAt)}::timestamptz[],
      ${candidates.map((each) => each.dataFrom)}::timestamptz[],
      ${candidates.map((each) => BigInt(each.ruleVersionId))}::bigint[],
      ${candidates.map((each) => each.ruleName)}::text[],
      ${candidates.map((each) => each.monthlySavings)}::numeric[],
      ${candidates.map((each) => each.currency)}::text[],
      ${candidates.map((each) => each.reason)}::text[],
      ${candidates.map((each) => JSON.stringify(each.why))}::text[],
      ${candidates.map((each) => JSON.stringify(each.details))}::text[],
      ${candidates.map((each) => each.owner)}::text[],
      ${candidates.map((each) => each.environment)}::text[]
    ) WITH ORDINALITY AS given (resource_id, action, found_at, data_from, rule_version_id, rule_name, monthly_savings,
      currency, reason, why, details, owner, environment, n)
    ON CONFLICT DO NOTHING`;
}

export type JudgedAbsence = AbsenceJudgement & { lineageId: string };

export async function insertAbsences(
  tx: Reader,
  generationId: string,
  absences: JudgedAbsence[],
): Promise<void> {
  if (absences.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO absences (generation_id, lineage_id, kind, reason)
    SELECT ${BigInt(generationId)}, lineage_id, kind, reason FROM unnest(
      ${absences.map((each) => BigInt(each.lineageId))}::bigint[],
      ${absences.map((each) => each.kind)}::text[],
      ${absences.map((each) => each.reason)}::text[]) AS given (lineage_id, kind, reason)
    ON CONFLICT DO NOTHING`;
}

/** Record joins these tables right after they were filled; the planner must know that they are no longer empty. */
export async function analyseCandidates(tx: Reader): Promise<void> {
  await tx.$executeRaw`ANALYZE candidates, absences`;
}

export async function countCandidates(tx: Transaction, generationId: string): Promise<number> {
  return tx.candidate.count({ where: { generationId: BigInt(generationId) } });
}
