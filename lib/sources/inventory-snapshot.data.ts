import type { Transaction } from '@/lib/core/db';
import { Prisma } from '@/prisma/generated/client';
import {
  type InventoryFile,
  type InventoryReading,
  inventoryCoverage,
  inventoryReadings,
  type Since,
  withSince,
} from './inventory';
import { joinResources } from './resources.data';
import { writeCoverage } from './snapshots.data';

const BATCH = 5_000;

type Inventory = { sourceId: string; importId: bigint; file: InventoryFile; now: Date };

/** Writes an inventory as a snapshot: its coverage as the file gives it, and the facts of each resource. */
export async function takeInventorySnapshot(tx: Transaction, inventory: Inventory): Promise<void> {
  const { sourceId, importId, file, now } = inventory;
  const collectedAt = new Date(file.collected_at);
  const readings = inventoryReadings(file);
  await tx.$executeRaw`CREATE TEMP TABLE seen (key uuid, provider text, account text, region text, native_id text,
    short_id text, short_key uuid, name text, charged_from timestamptz, charged_through timestamptz) ON COMMIT DROP`;
  for (const batch of batches(readings)) {
    await tx.$executeRaw`INSERT INTO seen SELECT * FROM jsonb_to_recordset(${JSON.stringify(batch.map(seenRow))}::jsonb)
      AS s(key uuid, provider text, account text, region text, native_id text, short_id text, short_key uuid, name text,
        charged_from timestamptz, charged_through timestamptz)`;
  }
  await joinResources(tx, Prisma.sql`SELECT * FROM seen`);
  const before = await readSince(tx, sourceId, collectedAt);
  const snapshot = await tx.snapshot.create({
    data: {
      sourceId,
      importId,
      takenAt: now,
      dataFrom: collectedAt,
      dataThrough: collectedAt,
      statistics: { resources: readings.length },
    },
    select: { id: true },
  });
  await writeCoverage(tx, snapshot.id, inventoryCoverage(file));
  for (const batch of batches(readings)) {
    const rows = batch.map((reading) => ({
      key: reading.identity.key,
      facts: withSince(reading, before.get(reading.identity.key) ?? {}),
    }));
    // Two spellings of one resource in one file: the one that comes first stands.
    await tx.$executeRaw`
      INSERT INTO resource_facts (snapshot_id, resource_id, facts)
      SELECT ${snapshot.id}, k.resource_id, s.facts
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS s(key uuid, facts jsonb)
      JOIN resource_keys k ON k.key = s.key
      ON CONFLICT DO NOTHING`;
  }
}

function seenRow({ identity, name, observedAt }: InventoryReading) {
  return {
    key: identity.key,
    provider: identity.provider,
    account: identity.account,
    region: identity.region,
    native_id: identity.nativeId,
    short_id: identity.shortId,
    short_key: identity.shortKey,
    name,
    charged_from: observedAt,
    charged_through: observedAt,
  };
}

/** Since when resources were stopped or detached in the snapshot before this one, by every spelling of them. */
async function readSince(tx: Transaction, sourceId: string, before: Date): Promise<Map<string, Since>> {
  const rows = await tx.$queryRaw<{ key: string; stopped: string | null; detached: string | null }[]>`
    SELECT replace(k.key::text, '-', '') AS key, f.facts->>'stopped_since' AS stopped, f.facts->>'detached_since' AS detached
    FROM resource_facts f JOIN resource_keys k ON k.resource_id = f.resource_id
    WHERE f.snapshot_id = (SELECT id FROM snapshots WHERE source_id = ${sourceId}::uuid AND data_through < ${before}
      ORDER BY data_through DESC, id DESC LIMIT 1)
      AND (f.facts ? 'stopped_since' OR f.facts ? 'detached_since')`;
  return new Map(
    rows.map(({ key, stopped, detached }) => [
      key,
      { ...(stopped ? { stopped_since: stopped } : {}), ...(detached ? { detached_since: detached } : {}) },
    ]),
  );
}

function* batches<Item>(items: Item[]): Generator<Item[]> {
  for (let at = 0; at < items.length; at += BATCH) yield items.slice(at, at + BATCH);
}
