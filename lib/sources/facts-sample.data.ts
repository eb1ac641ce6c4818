import type { Reader } from '@/lib/core/db';
import { type ResourceFacts, readFactsOf } from './facts.data';
import type { FactsDomain } from './schema';
import { NEWEST_SNAPSHOT } from './snapshots.data';

/**
 * Up to `most` resources of a domain, of the latest readings of its sources that are on, spread evenly over them, with the facts that
 * a generation would see at `now`. Each is one look into a key: a million resources cost no more than a thousand.
 */
export async function sampleFacts(
  reader: Reader,
  { domain, most, now }: { domain: FactsDomain; most: number; now: Date },
): Promise<ResourceFacts[]> {
  const snapshotIds = await latestSnapshots(reader, domain);
  const resourceIds = await spreadOver(reader, snapshotIds, most);
  if (resourceIds.length === 0) return [];
  return readFactsOf(reader, resourceIds, { snapshotIds, now });
}

/**
 * The newest reading of each source that is on, of one domain or of all: what the next generation would go by, were
 * nothing new to come.
 */
export async function latestSnapshots(reader: Reader, domain?: FactsDomain): Promise<string[]> {
  const rows = await reader.$queryRaw<{ id: string }[]>`
    SELECT s.id::text AS id FROM sources o
    CROSS JOIN LATERAL (
      SELECT id FROM snapshots WHERE source_id = o.id
      ORDER BY ${NEWEST_SNAPSHOT} LIMIT 1) s
    WHERE o.enabled AND COALESCE((o.kind = 'quality') = (${domain}::text = 'quality'), true) ORDER BY s.id`;
  return rows.map(({ id }) => id);
}

/** As many from each reading; where readings tell of the same resources, or of few, there are fewer. */
async function spreadOver(reader: Reader, snapshotIds: string[], most: number): Promise<string[]> {
  const each = Math.ceil(most / Math.max(1, snapshotIds.length));
  const rows = await reader.$queryRaw<{ id: string }[]>`
    WITH bounds AS (
      SELECT s.id, (SELECT min(resource_id) FROM resource_facts WHERE snapshot_id = s.id) AS low,
        (SELECT max(resource_id) FROM resource_facts WHERE snapshot_id = s.id) AS high
      FROM unnest(${snapshotIds.map(BigInt)}::bigint[]) AS s(id))
    SELECT DISTINCT f.resource_id, f.resource_id::text AS id
    FROM bounds b CROSS JOIN generate_series(0, ${each}::int - 1) AS step
    CROSS JOIN LATERAL (
      SELECT resource_id FROM resource_facts
      WHERE snapshot_id = b.id AND resource_id >= b.low + (b.high - b.low) * step / GREATEST(1, ${each}::int - 1)
      ORDER BY resource_id LIMIT 1) f
    ORDER BY f.resource_id LIMIT ${most}::int`;
  return rows.map(({ id }) => id);
}
