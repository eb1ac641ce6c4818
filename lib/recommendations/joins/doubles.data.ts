import type { Reader } from '@/lib/core/db';
import type { Page } from '@/lib/core/list';
import { readPage } from '@/lib/core/page';
import { NO_REGION } from '@/lib/sources/identity';
import { Prisma } from '@/prisma/generated/client';
import type { Double, DoublePage, JoinReason, ListDoublesInput } from './schema';

/** Of a zone the region: us-central1-a, us-east-1a. */
const REGION_OF_ZONE = Prisma.sql`(substring(zone.region FROM '^([a-z]+-[a-z]+[0-9]+)-[a-z]$'))`;
const REGION_OF_LETTERED = Prisma.sql`(substring(zone.region FROM '^((?:[a-z]+-){2,3}[0-9])[a-z]$'))`;

/**
 * Pairs of resources that are one, or may be: what the migration proved, one without a region beside the only one with,
 * accounts that differ by leading zeros, and a zone beside its region. One row a resource that would be joined.
 */
export const DOUBLES = Prisma.sql`(
  SELECT DISTINCT ON (joined_id) joined_id, kept_id, reason FROM (
    SELECT d.resource_id AS joined_id, d.same_as AS kept_id, d.reason, 1 AS rank FROM resource_doubles d
    UNION ALL
    SELECT loose.id, min(placed.id), 'regionless', 2
    FROM resources loose
    JOIN resources placed ON placed.native_id = loose.native_id AND placed.provider = loose.provider
      AND placed.account = loose.account AND placed.region <> ${NO_REGION}
      AND NOT EXISTS (SELECT FROM resource_joins j WHERE j.joined_id = placed.id AND j.undone_at IS NULL)
    WHERE loose.region = ${NO_REGION} AND loose.native_id <> loose.account
    GROUP BY loose.id HAVING count(*) = 1
    UNION ALL
    SELECT padded.id, plain.id, 'zeros', 3
    FROM resources padded
    JOIN resources plain ON plain.native_id = padded.native_id AND plain.provider = padded.provider
      AND plain.account <> padded.account AND plain.account = ltrim(padded.account, '0')
    WHERE padded.account ~ '^0[0-9]+$' AND padded.native_id <> padded.account
    UNION ALL
    SELECT zone.id, whole.id, 'place', 4
    FROM resources zone
    JOIN resources whole ON whole.native_id = zone.native_id AND whole.provider = zone.provider
      AND whole.account = zone.account AND whole.region = COALESCE(${REGION_OF_ZONE}, ${REGION_OF_LETTERED})
    WHERE zone.region ~ '[0-9]-?[a-z]$') found
  WHERE NOT EXISTS (SELECT FROM resource_joins j WHERE j.joined_id IN (found.joined_id, found.kept_id) AND j.undone_at IS NULL)
  ORDER BY joined_id, rank, kept_id)`;

type Row = Record<
  `${'kept' | 'joined'}_${'id' | 'provider' | 'account' | 'region' | 'native_id'}`,
  string
> & {
  kept_name: string | null;
  joined_name: string | null;
  reason: JoinReason;
};

export const COLUMNS = (side: 'kept' | 'joined') => {
  const of = Prisma.raw(side);
  return Prisma.sql`${of}.id::text AS ${of}_id, ${of}.provider AS ${of}_provider, ${of}.account AS ${of}_account,
    ${of}.region AS ${of}_region, ${of}.native_id AS ${of}_native_id, ${of}.name AS ${of}_name`;
};

export async function listDoubles(reader: Reader, input: ListDoublesInput): Promise<Page<Double>> {
  const { rows, nextCursor } = await readPage<Row>(reader, {
    select: Prisma.sql`${COLUMNS('kept')}, ${COLUMNS('joined')}, d.reason`,
    from: Prisma.sql`${DOUBLES} d JOIN resources kept ON kept.id = d.kept_id JOIN resources joined ON joined.id = d.joined_id`,
    where: [
      input.reason ? Prisma.sql`d.reason = ${input.reason}` : Prisma.sql`true`,
      input.q
        ? Prisma.sql`strpos(lower(concat_ws(' ', joined.native_id, joined.name, joined.account)), lower(${input.q})) > 0`
        : Prisma.sql`true`,
    ],
    sorts: { id: { expression: Prisma.sql`d.joined_id`, cast: 'bigint' } },
    defaultSort: 'id',
    id: { expression: Prisma.sql`d.joined_id`, cast: 'bigint' },
    list: input,
  });
  const items = rows.map((row) => ({ id: row.joined_id, ...sidesOf(row), reason: row.reason }));
  return { items, nextCursor } satisfies DoublePage;
}

export function sidesOf(row: Row): Pick<Double, 'kept' | 'joined'> {
  return {
    kept: {
      ...{ id: row.kept_id, provider: row.kept_provider, account: row.kept_account, region: row.kept_region },
      ...{ nativeId: row.kept_native_id, name: row.kept_name },
    },
    joined: {
      ...{
        id: row.joined_id,
        provider: row.joined_provider,
        account: row.joined_account,
        region: row.joined_region,
      },
      ...{ nativeId: row.joined_native_id, name: row.joined_name },
    },
  };
}

/** Why two resources are suggested for joining; null when they are not. */
export async function findReason(
  reader: Reader,
  keptId: string,
  joinedId: string,
): Promise<JoinReason | null> {
  const rows = await reader.$queryRaw<{ reason: JoinReason }[]>`
    SELECT reason FROM ${DOUBLES} d WHERE d.joined_id = ${joinedId}::bigint AND d.kept_id = ${keptId}::bigint`;
  return rows[0]?.reason ?? null;
}
