import type { Transaction } from '@/lib/core/db';
import { NO_REGION } from './identity';

/**
 * Ids that are unique in their region only, on rows that name none. Such a spelling means what the regions that are
 * known of (provider, account, id) leave: one region, that resource; none or several, a resource of its own.
 *
 *   none known → one      the resource of the spelling takes that region: it keeps its identity
 *   one known → several   the spelling is pointed at a resource of its own
 *
 * Two resources that both stand already are never made one here; that is a person's to say (joins). Every statement
 * reads the temporary tables of joinResources, whose lock is held.
 */

/** named: (provider, account, id, loose_key) of every id that this import names and that may come without a region. */
export async function nameRegional(tx: Transaction): Promise<void> {
  await tx.$executeRaw`CREATE TEMP TABLE named ON COMMIT DROP AS
    SELECT provider, account, id, resource_key(provider, account, ${NO_REGION}, id) AS loose_key FROM (
      SELECT provider, account, native_id AS id FROM said WHERE key_region = region AND native_id <> account
      UNION
      SELECT provider, account, short_id FROM said WHERE short_key IS NOT NULL AND short_region = ${NO_REGION}) ids`;
  await tx.$executeRaw`ANALYZE named`;
}

/**
 * spelled: which resource each region's spelling of these ids means; regions: how many resources those are. Tables, as
 * a plan that counts on few rows takes hours over many.
 */
async function readRegions(tx: Transaction): Promise<void> {
  await tx.$executeRaw`CREATE TEMP TABLE spelled ON COMMIT DROP AS
    SELECT n.loose_key, r.region, r.key, r.id AS resource_id, NULL::bigint AS join_id FROM named n
    JOIN resources r ON r.native_id = n.id AND r.provider = n.provider AND r.account = n.account
    WHERE r.key = resource_key(n.provider, n.account, r.region, n.id) AND r.region <> ${NO_REGION}
    UNION ALL
    SELECT n.loose_key, a.region, a.key, a.resource_id, a.join_id FROM named n
    JOIN resource_aliases a ON a.alias = n.id AND a.provider = n.provider AND a.account = n.account
    WHERE a.key = resource_key(n.provider, n.account, a.region, n.id) AND a.region <> ${NO_REGION}`;
  await tx.$executeRaw`CREATE TEMP TABLE regions ON COMMIT DROP AS
    SELECT loose_key, count(DISTINCT resource_id) AS resources, min(resource_id) AS resource_id FROM spelled
    GROUP BY loose_key`;
  await tx.$executeRaw`ANALYZE spelled`;
  await tx.$executeRaw`ANALYZE regions`;
}

/** An id that was known without a region only, and now is named in one: its resource is there. */
export async function takeOverRegions(tx: Transaction): Promise<void> {
  await readRegions(tx);
  await tx.$executeRaw`
    CREATE TEMP TABLE taken ON COMMIT DROP AS
    SELECT n.*, loose.resource_id, new.region, resource_key(n.provider, n.account, new.region, n.id) AS key
    FROM named n
    JOIN resource_keys loose ON loose.key = n.loose_key
    JOIN (SELECT provider, account, native_id, min(region) AS region FROM said
      WHERE key_region = region AND region <> ${NO_REGION} GROUP BY provider, account, native_id
      HAVING count(DISTINCT region) = 1) new
      ON new.native_id = n.id AND new.provider = n.provider AND new.account = n.account
    WHERE NOT EXISTS (SELECT FROM regions known WHERE known.loose_key = n.loose_key)`;
  // The key with the region is the resource's own from here on, the one without it another spelling.
  await tx.$executeRaw`
    UPDATE resources r SET key = t.key, region = t.region FROM taken t
    WHERE r.id = t.resource_id AND r.key = t.loose_key
      AND NOT EXISTS (SELECT FROM resources other WHERE other.provider = t.provider AND other.account = t.account
        AND other.region = t.region AND other.native_id = t.id)`;
  await tx.$executeRaw`
    INSERT INTO resource_aliases (provider, account, region, alias, key, resource_id)
    SELECT t.provider, t.account, CASE WHEN r.key = t.key THEN ${NO_REGION} ELSE t.region END, t.id,
      CASE WHEN r.key = t.key THEN t.loose_key ELSE t.key END, t.resource_id
    FROM taken t JOIN resources r ON r.id = t.resource_id
    ON CONFLICT DO NOTHING`;
  await tx.$executeRaw`DROP TABLE taken, spelled, regions`;
}

/** Points the spellings without a region at the only region there is, and away from it where there are several. */
export async function tieRegionless(tx: Transaction): Promise<void> {
  await readRegions(tx);
  await tx.$executeRaw`
    CREATE TEMP TABLE split ON COMMIT DROP AS
    SELECT n.*, r.id AS resource_id, r.key = any_of.key AS keeps_region, any_of.region, any_of.key AS region_key
    FROM named n
    JOIN regions known ON known.loose_key = n.loose_key AND known.resources > 1
    JOIN resource_aliases loose ON loose.key = n.loose_key AND loose.join_id IS NULL
    JOIN resources r ON r.id = loose.resource_id
    JOIN spelled any_of ON any_of.loose_key = n.loose_key AND any_of.resource_id = r.id AND any_of.join_id IS NULL`;
  await splitRegionless(tx);
  await tx.$executeRaw`DROP TABLE split`;
  await tx.$executeRaw`
    INSERT INTO resource_aliases (provider, account, region, alias, key, resource_id)
    SELECT n.provider, n.account, ${NO_REGION}, n.id, n.loose_key, known.resource_id
    FROM named n JOIN regions known ON known.loose_key = n.loose_key AND known.resources = 1
    WHERE n.loose_key IN (SELECT key FROM said UNION ALL SELECT short_key FROM said WHERE short_key IS NOT NULL)
      AND NOT EXISTS (SELECT FROM resource_keys loose WHERE loose.key = n.loose_key)
      AND NOT EXISTS (SELECT FROM said s JOIN resource_keys full_id ON full_id.key = s.key WHERE s.short_key = n.loose_key)
    ON CONFLICT DO NOTHING`;
  await tx.$executeRaw`DROP TABLE spelled, regions`;
}

/**
 * The resource stays with the spelling that it has by its own key; the other side becomes a resource of its own. A full
 * id whose short spelling is the one without a region goes with that.
 */
async function splitRegionless(tx: Transaction): Promise<void> {
  await tx.$executeRaw`
    WITH moved AS (
      DELETE FROM resource_aliases a USING split s
      WHERE a.key = CASE WHEN s.keeps_region THEN s.loose_key ELSE s.region_key END
      RETURNING a.*, s.keeps_region, s.loose_key)
    INSERT INTO resources (provider, account, region, native_id, key, name, first_seen_at, last_seen_at)
    SELECT m.provider, m.account, m.region, m.alias, m.key, r.name, r.first_seen_at, r.last_seen_at
    FROM moved m JOIN resources r ON r.id = m.resource_id`;
  await tx.$executeRaw`
    UPDATE resource_aliases a SET resource_id = own.id
    FROM split s JOIN resources own ON own.key = s.loose_key
    WHERE s.keeps_region AND a.resource_id = s.resource_id AND a.join_id IS NULL AND a.region = '*'
      AND right(a.alias, length(s.id)) = s.id`;
  await tx.$executeRaw`
    UPDATE resources r SET region = ${NO_REGION} FROM split s
    WHERE r.id = s.resource_id AND NOT s.keeps_region AND r.region = s.region`;
  // Facts that were made of what now means something else are made anew.
  await tx.$executeRaw`
    INSERT INTO resource_changes (key, resource_id)
    SELECT k.key, k.resource_id FROM split s
    JOIN resource_keys k ON k.key = CASE WHEN s.keeps_region THEN s.loose_key ELSE s.region_key END`;
}
