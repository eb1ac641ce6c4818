import { createHash } from 'node:crypto';
import type { Reader, Transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { Prisma } from '@/prisma/generated/client';
import { type CompiledRuleSet, compileRuleSet } from './compile';
import type { SecondOpinion } from './jre/schema';
import { parseRuleSet } from './parse';
import type { Domain } from './schema';

/** Who publishes what comes with the program; a version of anybody else is an operator's. */
export const SHIPPER = 'evenkeel';

/** Tells texts apart, and the same text again. */
export function checksumOf(yaml: string): string {
  return createHash('sha256').update(yaml).digest('hex');
}

/** One published text of a rule set. */
export type RuleVersionRow = {
  versionId: string;
  version: number;
  ruleSetId: string;
  slug: string;
  title: string;
  domain: string;
  origin: 'shipped' | 'operator';
  yaml: string;
};

export type CompiledVersion = RuleVersionRow & { compiled: CompiledRuleSet };

const VERSION = Prisma.sql`
  SELECT v.id::text AS "versionId", v.version, s.id::text AS "ruleSetId", s.slug, s.title, s.domain,
    s.origin::text AS origin, v.yaml
  FROM rule_versions v JOIN rule_sets s ON s.id = v.rule_set_id`;

/** What every enabled set of these domains says now, in the order of their slugs. */
export async function currentVersions(reader: Reader, domains: Domain[]): Promise<RuleVersionRow[]> {
  return reader.$queryRaw<RuleVersionRow[]>`${VERSION}
    WHERE s.enabled AND v.version = s.current_version AND s.domain = ANY(${domains}::text[]) ORDER BY s.slug`;
}

/** Published versions, whichever is current. */
export async function versionsById(reader: Reader, versionIds: string[]): Promise<RuleVersionRow[]> {
  return reader.$queryRaw<RuleVersionRow[]>`${VERSION}
    WHERE v.id = ANY(${versionIds.map(BigInt)}::bigint[]) ORDER BY v.id`;
}

/** Throws `internal` for a text that was published and cannot be read: it was checked before. */
export function compileVersion(row: RuleVersionRow): CompiledVersion {
  const parsed = parseRuleSet(row.yaml);
  if (parsed.ok) return { ...row, compiled: compileRuleSet(parsed.set) };
  const errors = parsed.errors;
  throw new AppError('internal', `version ${row.version} of the rule set ${row.slug} cannot be read`, {
    errors,
  });
}

/** Whether a set finds what can become tickets; one that only judges deliveries or plans does not. */
export function recommends({ compiled }: Pick<CompiledVersion, 'compiled'>): boolean {
  return compiled.set.rules.some(({ recommend }) => recommend !== undefined);
}

type ShippedSet = { slug: string; title: string; domain: string; yaml: string; checksum: string };

/** Inserts the set, or finds it; the row stays locked to the end of the transaction. */
export async function claimShippedSet(tx: Transaction, set: ShippedSet) {
  await tx.$executeRaw`
    INSERT INTO rule_sets (slug, title, domain, origin) VALUES (${set.slug}, ${set.title}, ${set.domain}, 'shipped')
    ON CONFLICT (slug) DO NOTHING`;
  type Claimed = { id: bigint; origin: string; currentVersion: number; shippedYaml: string | null };
  const rows = await tx.$queryRaw<Claimed[]>`
    SELECT id, origin::text AS origin, current_version AS "currentVersion", shipped_yaml AS "shippedYaml"
    FROM rule_sets WHERE slug = ${set.slug} FOR UPDATE`;
  const row = rows[0];
  if (!row) throw new AppError('internal', `the rule set ${set.slug} was written and is not there`);
  const current = await tx.ruleVersion.findFirst({
    where: { ruleSetId: row.id, version: row.currentVersion },
    select: { checksum: true, publishedBy: true },
  });
  return { ...row, current };
}

/** Keeps what the program brings for a set of its own, and since when it says that. */
export async function noteShippedText(
  tx: Transaction,
  { ruleSetId, yaml, at }: { ruleSetId: bigint; yaml: string; at: Date },
): Promise<void> {
  await tx.$executeRaw`
    UPDATE rule_sets SET shipped_yaml = ${yaml}, shipped_at = ${at}
    WHERE id = ${ruleSetId} AND origin = 'shipped' AND shipped_yaml IS DISTINCT FROM ${yaml}`;
}

/** What is kept of how a version came to be. */
export type VersionExtras = { limitsOverride?: Prisma.InputJsonObject; secondOpinion?: SecondOpinion };

type NewVersion = VersionExtras & {
  ruleSetId: bigint;
  version: number;
  publishedBy: string;
  publishedAt: Date;
  note: string;
};

/** Publishes a text as the set's next version. */
export async function publishVersion(tx: Transaction, set: ShippedSet, next: NewVersion): Promise<void> {
  const { yaml, checksum, title, domain } = set;
  await tx.ruleVersion.create({ data: { ...next, yaml, checksum } });
  await tx.ruleSet.update({
    where: { id: next.ruleSetId },
    data: { currentVersion: next.version, title, domain },
  });
}
