import type { Reader } from '@/lib/core/db';
import { NEWEST_SNAPSHOT } from './snapshots.data';
import type { Json } from './standing';

/** Facts as one resource of the latest snapshots has them. */
export type SeenResource = { source: string; facts: Record<string, Json> };

const MOST_SOURCES = 20;

/**
 * A few hundred resources of each source's latest snapshot, spread evenly over it: each is one look into the key, so
 * that a million resources cost no more than a thousand.
 */
export async function sampleSeenFacts(reader: Reader, perSource = 200): Promise<SeenResource[]> {
  return reader.$queryRaw<SeenResource[]>`
    WITH latest AS (
      SELECT s.id, o.name FROM sources o
      CROSS JOIN LATERAL (
        SELECT id FROM snapshots WHERE source_id = o.id
        ORDER BY ${NEWEST_SNAPSHOT} LIMIT 1) s
      ORDER BY o.name LIMIT ${MOST_SOURCES}),
    bounds AS (
      SELECT l.*, (SELECT min(resource_id) FROM resource_facts WHERE snapshot_id = l.id) AS low,
        (SELECT max(resource_id) FROM resource_facts WHERE snapshot_id = l.id) AS high
      FROM latest l)
    SELECT DISTINCT ON (b.id, f.resource_id) b.name AS source,
      f.facts || jsonb_strip_nulls(jsonb_build_object('provider', r.provider, 'account', r.account,
        'region', r.region, 'native_id', r.native_id, 'name', r.name)) AS facts
    FROM bounds b CROSS JOIN generate_series(0, ${perSource}::int - 1) AS step
    CROSS JOIN LATERAL (
      SELECT resource_id, facts FROM resource_facts
      WHERE snapshot_id = b.id AND resource_id >= b.low + (b.high - b.low) * step / ${perSource}::int
      ORDER BY resource_id LIMIT 1) f
    JOIN resources r ON r.id = f.resource_id
    ORDER BY b.id, f.resource_id`;
}
