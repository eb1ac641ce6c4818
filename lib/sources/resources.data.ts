import type { Transaction } from '@/lib/core/db';
import { Prisma } from '@/prisma/generated/client';
import { ANY_REGION, NO_REGION } from './identity';
import { nameRegional, takeOverRegions, tieRegionless } from './regionless.data';

/** Resources are joined one import at a time, so that two imports never make one resource twice. */
const JOINING = 72_707_401;

/** Held to the end of the transaction by whoever says which resource a spelling means. */
export async function lockJoining(tx: Transaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${JOINING})`;
}

/**
 * Ties spellings to resources. `said` yields (key, provider, account, region, native_id, short_id, short_key, name,
 * charged_from, charged_through), one row a key. A spelling that is known stays what it is; a full id whose short one is
 * known becomes another spelling of that resource; one that names no region follows what is known of its id; the rest
 * are new. Which spellings are one does not depend on the order in which they come.
 */
export async function joinResources(
  tx: Transaction,
  said: Prisma.Sql,
  { isSeen = true }: { isSeen?: boolean } = {}, // false: whether these rows count is decided afterwards (noteSeen)
): Promise<void> {
  await lockJoining(tx);
  await tx.$executeRaw`CREATE TEMP TABLE said ON COMMIT DROP AS
    SELECT s.*, COALESCE(s.short_key, s.key) AS anchor_key,
      CASE WHEN s.key = resource_key(s.provider, s.account, s.region, s.native_id) THEN s.region ELSE ${ANY_REGION} END
        AS key_region,
      CASE WHEN s.short_key = resource_key(s.provider, s.account, ${NO_REGION}, s.short_id) THEN ${NO_REGION}
        ELSE ${ANY_REGION} END AS short_region
    FROM (${said}) s`;
  await tx.$executeRaw`ANALYZE said`;
  await nameRegional(tx);
  await takeOverRegions(tx);
  await addResources(tx, Prisma.sql`NOT ${REGIONLESS}`);
  await addSpellings(tx, Prisma.sql`NOT ${REGIONLESS}`);
  await tieRegionless(tx);
  await addResources(tx, REGIONLESS);
  await addSpellings(tx, REGIONLESS);
  await noteWhatWasSaid(tx, isSeen);
  await tx.$executeRaw`DROP TABLE said, named`;
}

/** Rows of an id that needs a region and has none, by itself or by its short spelling. An account needs none. */
const REGIONLESS = Prisma.sql`(s.native_id <> s.account
  AND CASE WHEN s.short_key IS NULL THEN s.key_region ELSE s.short_region END = ${NO_REGION})`;

/** What no spelling is known of. */
async function addResources(tx: Transaction, which: Prisma.Sql): Promise<void> {
  await tx.$executeRaw`
    WITH known AS MATERIALIZED (
      SELECT s.anchor_key FROM said s JOIN resource_keys k ON k.key = s.key
      UNION SELECT s.anchor_key FROM said s JOIN resource_keys k ON k.key = s.anchor_key)
    INSERT INTO resources (provider, account, region, native_id, key, name, first_seen_at, last_seen_at)
    SELECT DISTINCT ON (s.anchor_key) s.provider, s.account, s.region, s.native_id, s.key, s.name, s.charged_from,
      s.charged_through
    FROM said s
    WHERE ${which} AND NOT EXISTS (SELECT FROM known WHERE known.anchor_key = s.anchor_key)
    ORDER BY s.anchor_key, s.key
    ON CONFLICT DO NOTHING`;
}

/** The other spellings of what is known now: full ids by their short one, and short ones by a full one. */
async function addSpellings(tx: Transaction, which: Prisma.Sql): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO resource_aliases (provider, account, region, alias, key, resource_id)
    SELECT DISTINCT ON (s.short_key) s.provider, s.account, s.short_region, s.short_id, s.short_key, named.resource_id
    FROM said s JOIN resource_keys named ON named.key = s.key
    WHERE ${which} AND s.short_key IS NOT NULL
      AND NOT EXISTS (SELECT FROM resource_keys known WHERE known.key = s.short_key)
    ORDER BY s.short_key, named.resource_id
    ON CONFLICT DO NOTHING`;
  await tx.$executeRaw`
    INSERT INTO resource_aliases (provider, account, region, alias, key, resource_id)
    SELECT s.provider, s.account, s.key_region, s.native_id, s.key, short.resource_id
    FROM said s JOIN resource_keys short ON short.key = s.short_key
    WHERE ${which} AND NOT EXISTS (SELECT FROM resource_keys known WHERE known.key = s.key)
    ON CONFLICT DO NOTHING`;
}

/** Names and times; and the region, where it is no part of the identity: of several, the first by its name. */
async function noteWhatWasSaid(tx: Transaction, isSeen: boolean): Promise<void> {
  await tx.$executeRaw`
    UPDATE resources r
    SET name = COALESCE(n.name, r.name),
        first_seen_at = CASE WHEN ${isSeen} THEN LEAST(r.first_seen_at, n.charged_from) ELSE r.first_seen_at END,
        last_seen_at = CASE WHEN ${isSeen} THEN GREATEST(r.last_seen_at, n.charged_through) ELSE r.last_seen_at END
    FROM (SELECT k.resource_id, (array_agg(s.name ORDER BY s.charged_through DESC) FILTER (WHERE s.name IS NOT NULL))[1] AS name,
                 min(s.charged_from) AS charged_from, max(s.charged_through) AS charged_through
          FROM said s JOIN resource_keys k ON k.key = s.key GROUP BY k.resource_id) n
    WHERE r.id = n.resource_id
      AND (${isSeen} AND (r.first_seen_at > n.charged_from OR r.last_seen_at < n.charged_through)
        OR r.name IS DISTINCT FROM COALESCE(n.name, r.name))`;
  await tx.$executeRaw`
    UPDATE resources r SET region = n.region
    FROM (SELECT k.resource_id, min(s.region) AS region FROM said s JOIN resource_keys k ON k.key = s.key
          WHERE s.region <> ${NO_REGION} AND s.native_id <> s.account GROUP BY k.resource_id) n
    WHERE r.id = n.resource_id
      AND (r.region = ${NO_REGION} OR n.region < r.region
        AND r.key <> resource_key(r.provider, r.account, r.region, r.native_id))
      AND NOT EXISTS (SELECT FROM resources other WHERE other.provider = r.provider AND other.account = r.account
        AND other.region = n.region AND other.native_id = r.native_id)`;
}

/** The resources of deliveries that count as the bill itself were seen when these charge them. */
export async function noteSeen(tx: Transaction, deliveryIds: bigint[]): Promise<void> {
  if (deliveryIds.length === 0) return;
  await tx.$executeRaw`
    UPDATE resources r
    SET first_seen_at = LEAST(r.first_seen_at, n.charged_from), last_seen_at = GREATEST(r.last_seen_at, n.charged_through)
    FROM (SELECT k.resource_id, min(d.charged_from) AS charged_from, max(d.charged_through) AS charged_through
          FROM delivery_resources d JOIN resource_keys k ON k.key = d.key
          WHERE d.delivery_id = ANY(${deliveryIds}::bigint[]) GROUP BY k.resource_id) n
    WHERE r.id = n.resource_id AND (r.first_seen_at > n.charged_from OR r.last_seen_at < n.charged_through)`;
}
