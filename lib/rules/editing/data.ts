import type { Reader, Transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import type { Page } from '@/lib/core/list';
import { readPage, type SortColumn } from '@/lib/core/page';
import { Prisma } from '@/prisma/generated/client';
import { armingState } from '../arming.data';
import type { Domain } from '../schema';
import { listDrafts } from './drafts.data';
import type { ListVersionsInput, RuleSetDetail, RuleVersionText, RuleVersionView } from './schema';

/** The version of a set that counts; `s` is the set's alias. */
export const CURRENT_OF_SET = Prisma.sql`v.rule_set_id = s.id AND v.version = s.current_version`;

/** An operator's text stands over the one that ships; `s` and `v` are the set and its current version. */
export const IS_CHANGED_HERE = Prisma.sql`(s.origin = 'shipped' AND v.yaml IS DISTINCT FROM s.shipped_yaml)`;

/** The shipped text has changed since that: an update brought it, and nobody has looked at it yet. */
export const HAS_NEWER_SHIPPED = Prisma.sql`(${IS_CHANGED_HERE} AND s.shipped_at > v.published_at)`;

const VERSION = Prisma.sql`v.version::text AS id, v.version, v.published_at AS "publishedAt",
  v.published_by AS "publishedBy", v.note, v.checksum, octet_length(v.yaml) AS bytes,
  v.version = s.current_version AS "isCurrent", v.limits_override AS "limitsOverride",
  v.second_opinion AS "secondOpinion"`;
const VERSIONS = Prisma.sql`rule_versions v JOIN rule_sets s ON s.id = v.rule_set_id`;

type Dated<View> = Omit<View, 'publishedAt'> & { publishedAt: Date };

/** Every version of a set, the newest first. Throws `not_found`. */
export async function listVersions(
  reader: Reader,
  { slug, ...list }: ListVersionsInput,
): Promise<Page<RuleVersionView>> {
  await requireSet(reader, slug);
  const byVersion: SortColumn = { expression: Prisma.sql`v.version`, cast: 'integer' };
  const { rows, nextCursor } = await readPage<Dated<RuleVersionView>>(reader, {
    select: VERSION,
    from: VERSIONS,
    where: [
      Prisma.sql`s.slug = ${slug}`,
      ...(list.q
        ? [Prisma.sql`(v.note ILIKE ${likeOf(list.q)} OR v.published_by ILIKE ${likeOf(list.q)})`]
        : []),
    ],
    sorts: {
      version: byVersion,
      publishedAt: { expression: Prisma.sql`v.published_at`, cast: 'timestamptz' },
    },
    defaultSort: '-version',
    id: byVersion,
    list,
  });
  return { items: rows.map(versionView), nextCursor };
}

/** One version with its text. Throws `not_found`. */
export async function readVersion(
  reader: Reader,
  { slug, version }: { slug: string; version: number },
): Promise<RuleVersionText> {
  const found = await findVersion(reader, slug, version);
  if (found) return found;
  throw new AppError('not_found', `the rule set ${slug} has no version ${version}`);
}

async function findVersion(reader: Reader, slug: string, version: number): Promise<RuleVersionText | null> {
  const rows = await reader.$queryRaw<Dated<RuleVersionText>[]>`
    SELECT ${VERSION}, v.yaml FROM ${VERSIONS} WHERE s.slug = ${slug} AND v.version = ${version}`;
  const row = rows[0];
  return row ? { ...versionView(row), yaml: row.yaml } : null;
}

function versionView({ publishedAt, ...row }: Dated<RuleVersionView>): RuleVersionView {
  const { id, version, publishedBy, note, checksum, bytes, isCurrent, limitsOverride, secondOpinion } = row;
  return {
    id,
    version,
    publishedBy,
    note,
    checksum,
    bytes,
    isCurrent,
    limitsOverride,
    secondOpinion,
    publishedAt: publishedAt.toISOString(),
  };
}

function likeOf(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
}

type SetRow = Pick<RuleSetDetail, 'slug' | 'title' | 'domain' | 'origin' | 'enabled' | 'isChangedHere'> & {
  ruleSetId: bigint;
  currentVersion: number;
  hasNewerShipped: boolean;
  shippedYaml: string | null;
  shippedAt: Date | null;
};

/** A set with its current text and every draft. Throws `not_found`. */
export async function readRuleSet(reader: Reader, slug: string): Promise<RuleSetDetail> {
  const rows = await reader.$queryRaw<SetRow[]>`
    SELECT s.id AS "ruleSetId", s.slug, s.title, s.domain, s.origin::text AS origin, s.enabled,
      s.current_version AS "currentVersion", s.shipped_yaml AS "shippedYaml", s.shipped_at AS "shippedAt",
      COALESCE(${IS_CHANGED_HERE}, false) AS "isChangedHere", COALESCE(${HAS_NEWER_SHIPPED}, false) AS "hasNewerShipped"
    FROM rule_sets s LEFT JOIN rule_versions v ON ${CURRENT_OF_SET} WHERE s.slug = ${slug}`;
  const set = rows[0] ?? missing(slug);
  const [current, drafts, arming] = await Promise.all([
    findVersion(reader, slug, set.currentVersion),
    listDrafts(reader, set.ruleSetId),
    readArming(reader, set.ruleSetId),
  ]);
  const { title, domain, origin, enabled, isChangedHere, hasNewerShipped, shippedYaml, shippedAt } = set;
  const shipped =
    hasNewerShipped && shippedYaml !== null && shippedAt
      ? { yaml: shippedYaml, at: shippedAt.toISOString() }
      : null;
  return { id: slug, slug, title, domain, origin, enabled, isChangedHere, shipped, current, drafts, arming };
}

async function readArming(reader: Reader, ruleSetId: bigint): Promise<RuleSetDetail['arming']> {
  const [c, a] = [Prisma.sql`c`, Prisma.sql`a`];
  return reader.$queryRaw<RuleSetDetail['arming']>`
    SELECT c.name AS connection, ${armingState(c, a)} AS state
    FROM connections c LEFT JOIN rule_set_arming a ON a.connection_id = c.id AND a.rule_set_id = ${ruleSetId}
    WHERE c.enabled AND c.kind = 'jira' ORDER BY c.name`;
}

async function requireSet(reader: Reader, slug: string): Promise<void> {
  if (!(await reader.ruleSet.findUnique({ where: { slug }, select: { id: true } }))) missing(slug);
}

function missing(slug: string): never {
  throw new AppError('not_found', `there is no rule set ${slug}`);
}

/** The set, locked to the end of the transaction: what follows is decided on what it says. Throws `not_found`. */
export async function lockSet(tx: Transaction, slug: string) {
  const rows = await tx.$queryRaw<{ id: bigint; enabled: boolean; currentVersion: number }[]>`
    SELECT id, enabled, current_version AS "currentVersion" FROM rule_sets WHERE slug = ${slug} FOR UPDATE`;
  return rows[0] ?? missing(slug);
}

/** The text of a version; empty for version 0, which stands for nothing published. */
export async function textOfVersion(tx: Transaction, ruleSetId: bigint, version: number): Promise<string> {
  const row = await tx.ruleVersion.findUnique({
    where: { ruleSetId_version: { ruleSetId, version } },
    select: { yaml: true },
  });
  return row?.yaml ?? '';
}

type NewSet = { slug: string; title: string; domain: Domain; at: Date };

/** A set of an operator without a version; null when the name is taken. */
export async function insertSet(
  tx: Transaction,
  { slug, title, domain, at }: NewSet,
): Promise<bigint | null> {
  const rows = await tx.$queryRaw<{ id: bigint }[]>`
    INSERT INTO rule_sets (slug, title, domain, origin, created_at)
    VALUES (${slug}, ${title}, ${domain}, 'operator', ${at}) ON CONFLICT (slug) DO NOTHING RETURNING id`;
  return rows[0]?.id ?? null;
}

/** Takes away a set of which nothing was ever published. */
export async function deleteSet(tx: Transaction, ruleSetId: bigint): Promise<void> {
  await tx.ruleSetArming.deleteMany({ where: { ruleSetId } });
  await tx.ruleSet.delete({ where: { id: ruleSetId } });
}

export async function writeEnabled(tx: Transaction, ruleSetId: bigint, enabled: boolean): Promise<void> {
  await tx.ruleSet.update({ where: { id: ruleSetId }, data: { enabled } });
}
