import type { Reader } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { type ResourceFacts, readResourceFacts } from '@/lib/sources/facts.data';
import { Prisma } from '@/prisma/generated/client';
import type { Reading } from './why';
import type { ResourceView } from './why.schema';

const VIEW = Prisma.sql`r.id::text AS id, r.provider, r.account, r.region, r.native_id AS "nativeId", r.name`;
const C = Prisma.sql`COLLATE "C"`;
const NAME = Prisma.sql`left(lower(r.name), 200)`;
const NATIVE_ID = Prisma.sql`left(lower(r.native_id), 200)`;
const LAST = '\u{10ffff}'; // whatever begins with a text stands before the text followed by it
/** From so many characters on, an index finds them in the middle too. */
const MIDDLE = 3;

type Asked = { q: string; limit: number };

/** Resources whose name or native id begins with a text, or else has it in it. */
export async function findResources(reader: Reader, { q, limit }: Asked): Promise<{ items: ResourceView[] }> {
  const text = q.toLowerCase();
  if (text.includes('\u0000')) return { items: [] }; // PostgreSQL's texts have no such character
  const begins = (expression: Prisma.Sql) => Prisma.sql`
    (SELECT ${VIEW} FROM resources r WHERE ${expression} ${C} >= ${text} AND ${expression} ${C} < ${text + LAST}
     ORDER BY ${expression} ${C} LIMIT ${limit})`;
  const first = await reader.$queryRaw<ResourceView[]>`${begins(NAME)} UNION ${begins(NATIVE_ID)}`;
  const enough = first.length >= limit || text.length < MIDDLE;
  const like = `%${q.replaceAll(/[\\%_]/g, '\\$&')}%`;
  const middle = enough
    ? []
    : await reader.$queryRaw<ResourceView[]>`
        SELECT ${VIEW} FROM resources r WHERE r.native_id ILIKE ${like} OR r.name ILIKE ${like} LIMIT ${limit}`;
  const found = new Map([...sorted(first), ...sorted(middle)].map((view) => [view.id, view]));
  return { items: [...found.values()].slice(0, limit) };
}

function sorted(views: ResourceView[]): ResourceView[] {
  const nameOf = ({ name, nativeId }: ResourceView) => name ?? nativeId;
  return [...views].sort((one, other) => nameOf(one).localeCompare(nameOf(other)));
}

/**
 * A resource by its id, or by its native id where only one is called so. Throws `not_found`, and `conflict` where several
 * are.
 */
export async function requireResource(reader: Reader, asked: string): Promise<ResourceView> {
  const byId = /^\d{1,18}$/.test(asked)
    ? await reader.$queryRaw<ResourceView[]>`SELECT ${VIEW} FROM resources r WHERE r.id = ${asked}::bigint`
    : [];
  const [known] = byId;
  if (known) return known;
  const named = await reader.$queryRaw<ResourceView[]>`
    SELECT ${VIEW} FROM resources r
    WHERE ${NATIVE_ID} ${C} = left(lower(${asked}), 200) AND lower(r.native_id) = lower(${asked}) ORDER BY r.id LIMIT 5`;
  const [found, another] = named;
  if (!found) throw new AppError('not_found', `there is no resource ${asked}`);
  if (!another) return found;
  const told = named.map(({ id, provider, account, region }) => `${id} (${provider} ${account} ${region})`);
  throw new AppError('conflict', `several resources are called so; ask by id: ${told.join(', ')}`);
}

type Known = { facts: ResourceFacts | null; readings: Map<string, Reading> };

/** What these snapshots say of a resource at `now`, and what they are themselves. */
export async function readKnown(
  reader: Reader,
  resourceId: string,
  { snapshotIds, now }: { snapshotIds: string[]; now: Date },
): Promise<Known> {
  const facts = await readResourceFacts(reader, resourceId, { snapshotIds, now });
  return { facts, readings: await readReadings(reader, snapshotIds) };
}

async function readReadings(reader: Reader, snapshotIds: string[]): Promise<Map<string, Reading>> {
  const rows = await reader.$queryRaw<Reading[]>`
    SELECT s.id::text AS "snapshotId", o.id::text AS "sourceId", o.name AS "sourceName", o.kind::text AS kind,
      s.data_through AS "dataThrough"
    FROM snapshots s JOIN sources o ON o.id = s.source_id WHERE s.id = ANY(${snapshotIds.map(BigInt)}::bigint[])`;
  return new Map(rows.map((row) => [row.snapshotId, row]));
}

/** Of so many open findings, those of the largest savings, a set's own are looked for: it must not take longer at a million. */
const LOOKED_AT = 5_000;

/** Some of the resources of which a rule set has found something that is open. */
export async function readFoundBy(reader: Reader, slug: string, most: number): Promise<string[]> {
  const rows = await reader.$queryRaw<{ id: string }[]>`
    SELECT l.resource_id::text AS id FROM (
      SELECT l.resource_id, l.last_recommendation_id FROM lineages l WHERE l.status = 'open'
      ORDER BY l.monthly_savings DESC, l.id LIMIT ${LOOKED_AT}) l
    JOIN recommendations c ON c.id = l.last_recommendation_id
    JOIN rule_versions v ON v.id = c.rule_version_id JOIN rule_sets s ON s.id = v.rule_set_id
    WHERE s.slug = ${slug} GROUP BY l.resource_id ORDER BY l.resource_id LIMIT ${most}`;
  return rows.map(({ id }) => id);
}

export type LastFinding = {
  lineageId: string;
  resourceId: string;
  recommendationId: string;
  ruleVersionId: string;
  ruleName: string;
  why: unknown;
  owner: string | null;
  environment: string;
  judgedAt: Date;
  snapshotIds: string[];
};

/** What a lineage was last found by; null when there is none. */
export async function readLastFinding(reader: Reader, lineageId: string): Promise<LastFinding | null> {
  if (!/^\d{1,18}$/.test(lineageId)) return null;
  const rows = await reader.$queryRaw<LastFinding[]>`
    SELECT l.id::text AS "lineageId", l.resource_id::text AS "resourceId", c.id::text AS "recommendationId",
      c.rule_version_id::text AS "ruleVersionId", c.rule_name AS "ruleName", c.why, l.owner, l.environment,
      g.started_at AS "judgedAt",
      ARRAY(SELECT s.snapshot_id::text FROM generation_snapshots s WHERE s.generation_id = g.id
        ORDER BY s.snapshot_id) AS "snapshotIds"
    FROM lineages l JOIN recommendations c ON c.id = l.last_recommendation_id
    JOIN recommendations_generated g ON g.id = c.generation_id WHERE l.id = ${lineageId}::bigint`;
  return rows[0] ?? null;
}
