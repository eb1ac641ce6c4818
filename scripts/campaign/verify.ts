import type pg from 'pg';
import { definitionById } from '@/lib/catalog/definitions.data';
import { openTarget } from '@/lib/catalog/drain';
import { repairBatch } from '@/lib/catalog/repair-batch';
import { repairDrift } from '@/lib/catalog/repairs.commands';
import { scanDrift } from '@/lib/catalog/scan';
import { database, pool } from '@/lib/core/db';
import { settleDead } from '@/lib/deliveries/commands';
import { systemActor } from '@/lib/people/schema';
import { type Change, outcomeOf, type Values } from './oracle';
import type { Posted } from './poster';
import { beginning, type World } from './prepare';

const actor = systemActor('campaign');
const SETTLE_MS = 15 * 60_000;
const still = { clock: () => new Date(), signal: new AbortController().signal, progress: async () => {} };

type Given = World & {
  library: pg.Client;
  posted: Posted;
  records: number;
  say: (line: string) => void;
};

/** Throws with everything that is not as it must be. */
export async function verify(given: Given): Promise<void> {
  const { say } = given;
  await untilSettled(given);
  const faults = [...(await faultsOfDeliveries(given)), ...(await faultsOfRefusals(given))];
  const wanted = await expectedOf(given);
  faults.push(...(await faultsOfHolds(given, wanted)));
  const target = await openTarget(await definitionById(database(), given.definitionId));
  const counts = await scanDrift(target, { runId: null, ...still });
  say(`drift after all that: ${JSON.stringify(counts)}`);
  if ((counts.library_changed ?? 0) + (counts.conflict ?? 0) > 0) {
    const asked = await repairDrift({
      actor,
      definitionId: given.definitionId,
      direction: 'to_library',
      filter: {},
    });
    await repairBatch(target, asked.batchId, still);
    say(`${asked.records} records edited by hand were put back`);
  }
  faults.push(...(await faultsOfLibrary(given.library, wanted)));
  if (faults.length > 0) {
    throw new Error(`${faults.length} things are wrong:\n${faults.slice(0, 20).join('\n')}`);
  }
}

/** Waits until nothing waits but behind dead ones; those a person passes over, and what waited goes on. */
async function untilSettled({ senderId, say }: Given): Promise<void> {
  const end = Date.now() + SETTLE_MS;
  let skipped = 0;
  for (;;) {
    // The pauses between tries are minutes, which nobody has to wait for here.
    await pool().query(
      'UPDATE delivery_keys SET retry_at = now() WHERE sender_id = $1 AND retry_at > now()',
      [senderId],
    );
    const dead = await database().delivery.findMany({
      where: { senderId, state: 'dead' },
      select: { id: true },
    });
    for (const { id } of dead) {
      await settleDead({ actor, deliveryId: String(id), deed: 'skip', note: 'the library refuses it' });
      skipped += 1;
    }
    const left = await database().delivery.count({
      where: { senderId, state: { in: ['pending', 'waiting'] } },
    });
    if (left === 0 && dead.length === 0) break;
    if (Date.now() > end)
      throw new Error(`${left} deliveries are not settled after ${SETTLE_MS / 60_000} minutes`);
    await new Promise((later) => setTimeout(later, 500));
  }
  say(`all deliveries are settled; ${skipped} dead ones were passed over`);
}

/** Each acknowledged delivery is there once, in an end state, and the order of a key is that of its posts. */
async function faultsOfDeliveries({ senderId, posted }: Given): Promise<string[]> {
  const { rows } = await pool().query<{ id: string; key: string; seq: string; state: string }>(
    'SELECT id, key, abs(seq) AS seq, state FROM deliveries WHERE sender_id = $1 AND key IS NOT NULL AND seq IS NOT NULL',
    [senderId],
  );
  const stored = new Map(rows.map((row) => [row.id, row]));
  const faults: string[] = [];
  const last = new Map<number, { at: number; seq: number }>();
  const inOrder = posted.acknowledged.toSorted((one, other) => one.key - other.key || one.at - other.at);
  for (const { id, key, at } of inOrder) {
    const found = stored.get(id);
    if (!found) faults.push(`delivery ${id} of ${key} was acknowledged and is not there`);
    else if (!['done', 'skipped'].includes(found.state)) faults.push(`delivery ${id} is ${found.state}`);
    if (!found) continue;
    const before = last.get(key);
    if (found.key !== String(key)) faults.push(`delivery ${id} is of ${found.key}, not of ${key}`);
    if (before && before.seq >= Number(found.seq)) faults.push(`delivery ${id} of ${key} lost its place`);
    last.set(key, { at, seq: Number(found.seq) });
  }
  if (new Set(inOrder.map(({ id }) => id)).size !== inOrder.length) faults.push('an id was given twice');
  return faults;
}

async function faultsOfRefusals({ senderId, posted }: Given): Promise<string[]> {
  const kept = await database().delivery.count({ where: { senderId, state: 'refused' } });
  return kept >= posted.refused ? [] : [`${posted.refused} posts were refused, ${kept} can be seen`];
}

type Wanted = Map<number, { values: Values; held: ReadonlySet<string> }>;

/** From what is stored, in each key's order, by rules said in other words. */
async function expectedOf({ senderId, records }: Given): Promise<Wanted> {
  const { rows } = await pool().query<{ key: string; body: Buffer }>(
    `SELECT key, body FROM deliveries WHERE sender_id = $1 AND state = 'done' ORDER BY key, seq`,
    [senderId],
  );
  const changes = new Map<number, Change[]>();
  for (const { key, body } of rows) {
    const own = changes.get(Number(key)) ?? [];
    own.push(JSON.parse(body.toString('utf8')));
    changes.set(Number(key), own);
  }
  return new Map(
    Array.from({ length: records }, (_, index) => {
      const key = index + 1;
      return [key, outcomeOf(beginning(key), changes.get(key) ?? [])] as const;
    }),
  );
}

async function faultsOfHolds({ definitionId }: Given, wanted: Wanted): Promise<string[]> {
  const { rows } = await pool().query<{ key: string; held: string[] }>(
    `SELECT key, ARRAY(SELECT jsonb_object_keys(held) ORDER BY 1) AS held FROM catalog_records WHERE definition_id = $1`,
    [definitionId],
  );
  return rows.flatMap(({ key, held }) => {
    const should = [...(wanted.get(Number(key))?.held ?? [])].sort();
    return should.join() === held.join() ? [] : [`${key} holds ${held} and should hold ${should}`];
  });
}

async function faultsOfLibrary(library: pg.Client, wanted: Wanted): Promise<string[]> {
  const { rows } = await library.query<Values & { fragrance_id: number; cost: string }>(
    'SELECT fragrance_id, name, description, cost, forbidden FROM fragrances',
  );
  const found = new Map(rows.map((row) => [row.fragrance_id, { ...row, cost: Number(row.cost) }]));
  return [...wanted].flatMap(([key, { values }]) => {
    const row = found.get(key);
    if (!row) return [`${key} is not in the library`];
    const wrong = (['name', 'description', 'cost', 'forbidden'] as const).filter(
      (field) => row[field] !== values[field],
    );
    return wrong.map((field) => `${field} of ${key} is ${row[field]} and should be ${values[field]}`);
  });
}
