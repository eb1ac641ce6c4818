import type { Reader } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { Prisma } from '@/prisma/generated/client';
import type { Meeting, MetResource } from './meeting.schema';
import type { SourceKind } from './schema';
import { newestSnapshot } from './snapshots.data';

const EXAMPLES = 5;

/**
 * How a source's newest reading meets those of the other kind: an inventory the bills, a bill the inventories. Empty
 * where one side was not read yet. Throws `not_found`.
 */
export async function readMeeting(reader: Reader, sourceId: string): Promise<Meeting> {
  const source = await reader.source.findUnique({ where: { id: sourceId } });
  if (!source) throw new AppError('not_found', 'there is no such source');
  if (source.kind === 'quality') return { items: [] };
  const own = await newestOf(reader, source);
  const others = await reader.source.findMany({
    where: { kind: source.kind === 'focus' ? 'inventory' : 'focus', enabled: true },
    orderBy: { id: 'asc' },
  });
  const theirs = (await Promise.all(others.map((one) => newestOf(reader, one)))).flat();
  if (own.length === 0 || theirs.length === 0) return { items: [] };
  const sides = source.kind === 'focus' ? { bills: own, stock: theirs } : { bills: theirs, stock: own };
  const counts = await countSides(reader, sides);
  const examples = await findExamples(reader, sides);
  const hints = await findHints(reader, sides);
  return {
    items: counts.map(({ provider, ...count }) => ({
      provider,
      inventory: {
        resources: count.stock,
        met: count.stockMet,
        examples: ofSide(examples, provider, 'stock'),
      },
      bill: { resources: count.billed, met: count.billedMet, examples: ofSide(examples, provider, 'bill') },
      hints: hintsOf(hints, provider),
    })),
  } satisfies Meeting;
}

type Sides = { bills: bigint[]; stock: bigint[] };

async function newestOf(reader: Reader, { id, kind }: { id: string; kind: SourceKind }): Promise<bigint[]> {
  if (kind === 'inventory') {
    const newest = await newestSnapshot(reader, id);
    return newest === null ? [] : [BigInt(newest)];
  }
  const found = await reader.snapshot.findFirst({
    where: { sourceId: id },
    orderBy: { id: 'desc' },
    select: { id: true },
  });
  return found ? [found.id] : [];
}

/** Both sides, resource by resource. Of the bill only kinds that an inventory covers: of others none could be there. */
function sidesOf({ bills, stock }: Sides): Prisma.Sql {
  return Prisma.sql`
    kinds AS (
      SELECT DISTINCT provider, kind FROM coverage WHERE snapshot_id = ANY(${stock}::bigint[]) AND level <> 'none'),
    charged AS MATERIALIZED (
      SELECT resource_id, min(facts->>'kind') AS kind FROM resource_facts
      WHERE snapshot_id = ANY(${bills}::bigint[]) AND facts->>'kind' IS DISTINCT FROM 'account' GROUP BY resource_id),
    stocked AS MATERIALIZED (
      SELECT resource_id, min(facts->>'kind') AS kind FROM resource_facts
      WHERE snapshot_id = ANY(${stock}::bigint[]) GROUP BY resource_id),
    sides AS MATERIALIZED (
      SELECT 'stock' AS side, s.resource_id, s.kind, c.resource_id IS NOT NULL AS is_met, r.provider, r.account, r.region,
        r.native_id, r.name
      FROM stocked s JOIN resources r ON r.id = s.resource_id LEFT JOIN charged c ON c.resource_id = s.resource_id
      UNION ALL
      SELECT 'bill', c.resource_id, c.kind, s.resource_id IS NOT NULL, r.provider, r.account, r.region, r.native_id, r.name
      FROM charged c JOIN resources r ON r.id = c.resource_id LEFT JOIN stocked s ON s.resource_id = c.resource_id
      WHERE s.resource_id IS NOT NULL OR EXISTS (SELECT FROM kinds k
        WHERE k.provider = r.provider AND (k.kind = c.kind OR k.kind = '*')))`;
}

type Count = { provider: string; stock: number; stockMet: number; billed: number; billedMet: number };

function countSides(reader: Reader, sides: Sides): Promise<Count[]> {
  return reader.$queryRaw<Count[]>`
    WITH ${sidesOf(sides)}
    SELECT provider, (count(*) FILTER (WHERE side = 'stock'))::int AS stock,
      (count(*) FILTER (WHERE side = 'stock' AND is_met))::int AS "stockMet",
      (count(*) FILTER (WHERE side = 'bill'))::int AS billed,
      (count(*) FILTER (WHERE side = 'bill' AND is_met))::int AS "billedMet"
    FROM sides GROUP BY provider ORDER BY provider`;
}

type Example = MetResource & { provider: string; side: 'stock' | 'bill' };

function findExamples(reader: Reader, sides: Sides): Promise<Example[]> {
  return reader.$queryRaw<Example[]>`
    WITH ${sidesOf(sides)}
    SELECT side, provider, resource_id::text AS id, account, region, native_id AS "nativeId", name, kind
    FROM (SELECT sides.*, row_number() OVER (PARTITION BY side, provider ORDER BY resource_id) AS place FROM sides
      WHERE NOT is_met) apart
    WHERE place <= ${EXAMPLES} ORDER BY side, provider, resource_id`;
}

const ofSide = (examples: Example[], provider: string, side: Example['side']): MetResource[] =>
  examples
    .filter((one) => one.provider === provider && one.side === side)
    .map(({ provider: _, side: __, ...resource }) => resource);

type Hint = {
  provider: string;
  kind: 'zeros' | 'place';
  resources: number;
  inventory: MetResource;
  bill: MetResource;
};

/**
 * Of what did not meet: the same id, an ARN by its last part, in an account of the same number without its zeros, or in
 * the same account elsewhere.
 */
function findHints(reader: Reader, sides: Sides): Promise<Hint[]> {
  return reader.$queryRaw<Hint[]>`
    WITH ${sidesOf(sides)},
    apart AS MATERIALIZED (
      SELECT sides.*, ltrim(account, '0') AS digits, COALESCE(substring(native_id FROM '^arn:.*[:/]([^:/]+)$'), native_id) AS bare,
        jsonb_build_object('id', resource_id::text, 'account', account, 'region', region, 'nativeId', native_id,
          'name', name, 'kind', kind) AS told
      FROM sides WHERE NOT is_met),
    pairs AS (
      SELECT s.provider, CASE WHEN s.account <> b.account THEN 'zeros' ELSE 'place' END AS kind, s.resource_id,
        s.told AS inventory, b.told AS bill
      FROM apart s JOIN apart b ON b.side = 'bill' AND b.provider = s.provider AND b.digits = s.digits AND b.bare = s.bare
      WHERE s.side = 'stock' AND (s.account <> b.account OR s.region <> b.region)),
    numbered AS (
      SELECT pairs.*, dense_rank() OVER (PARTITION BY provider, kind ORDER BY resource_id) AS nth,
        row_number() OVER (PARTITION BY provider, kind ORDER BY resource_id) AS place FROM pairs)
    SELECT provider, kind, resources, inventory, bill FROM (
      SELECT numbered.*, (max(nth) OVER (PARTITION BY provider, kind))::int AS resources FROM numbered) counted
    WHERE place <= ${EXAMPLES} ORDER BY provider, kind, place`;
}

function hintsOf(found: Hint[], provider: string): Meeting['items'][number]['hints'] {
  return (['zeros', 'place'] as const).flatMap((kind) => {
    const hints = found.filter((one) => one.provider === provider && one.kind === kind);
    const [first] = hints;
    if (!first) return [];
    return [
      {
        kind,
        resources: first.resources,
        examples: hints.map(({ inventory, bill }) => ({ inventory, bill })),
      },
    ];
  });
}
