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

type Fault = { key: string | null; what: string };

/** Throws with everything that is not as it must be, and with all that is known of the first keys. */
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
    const stories = await tellOf(given, faults);
    const said = faults.slice(0, 20).map(({ what }) => what);
    throw new Error([`${faults.length} things are wrong:`, ...said, ...stories].join('\n'));
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
async function faultsOfDeliveries({ senderId, posted }: Given): Promise<Fault[]> {
  const { rows } = await pool().query<{ id: string; key: string; seq: string; state: string }>(
    'SELECT id, key, abs(seq) AS seq, state FROM deliveries WHERE sender_id = $1 AND key IS NOT NULL AND seq IS NOT NULL',
    [senderId],
  );
  const stored = new Map(rows.map((row) => [row.id, row]));
  const faults: Fault[] = [];
  const last = new Map<number, { at: number; seq: number }>();
  const inOrder = posted.acknowledged.toSorted((one, other) => one.key - other.key || one.at - other.at);
  for (const { id, key, at } of inOrder) {
    const found = stored.get(id);
    const fault = (what: string) =>
      faults.push({ key: String(key), what: `delivery ${id} of ${key} ${what}` });
    if (!found) fault('was acknowledged and is not there');
    else if (!['done', 'skipped'].includes(found.state)) fault(`is ${found.state}`);
    if (!found) continue;
    const before = last.get(key);
    if (found.key !== String(key)) fault(`is stored as one of ${found.key}`);
    if (before && before.seq >= Number(found.seq)) fault('lost its place');
    last.set(key, { at, seq: Number(found.seq) });
  }
  if (new Set(inOrder.map(({ id }) => id)).size !== inOrder.length) {
    faults.push({ key: null, what: 'an id was given twice' });
  }
  return faults;
}

async function faultsOfRefusals({ senderId, posted }: Given): Promise<Fault[]> {
  const kept = await database().delivery.count({ where: { senderId, state: 'refused' } });
  const what = `${posted.refused} posts were refused, ${kept} can be seen`;
  return kept >= posted.refused ? [] : [{ key: null, what }];
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

async function faultsOfHolds({ definitionId }: Given, wanted: Wanted): Promise<Fault[]> {
  const { rows } = await pool().query<{ key: string; held: string[] }>(
    `SELECT key, ARRAY(SELECT jsonb_object_keys(held) ORDER BY 1) AS held FROM catalog_records WHERE definition_id = $1`,
    [definitionId],
  );
  return rows.flatMap(({ key, held }) => {
    const should = [...(wanted.get(Number(key))?.held ?? [])].sort();
    const what = `${key} holds ${held} and should hold ${should}`;
    return should.join() === held.join() ? [] : [{ key, what }];
  });
}

async function faultsOfLibrary(library: pg.Client, wanted: Wanted): Promise<Fault[]> {
  const { rows } = await library.query<Values & { fragrance_id: number; cost: string }>(
    'SELECT fragrance_id, name, description, cost, forbidden FROM fragrances',
  );
  const found = new Map(rows.map((row) => [row.fragrance_id, { ...row, cost: Number(row.cost) }]));
  return [...wanted].flatMap(([key, { values }]): Fault[] => {
    const row = found.get(key);
    if (!row) return [{ key: String(key), what: `${key} is not in the library` }];
    const wrong = (['name', 'description', 'cost', 'forbidden'] as const).filter(
      (field) => row[field] !== values[field],
    );
    return wrong.map((field) => ({
      key: String(key),
      what: `${field} of ${key} is ${row[field]} and should be ${values[field]}`,
    }));
  });
}

const MOST_STORIES = 3;

/** The first keys that are wrong: what was stored of each, in its order, and the record that came of it. */
async function tellOf({ senderId, definitionId, posted }: Given, faults: Fault[]): Promise<string[]> {
  const keys = [...new Set(faults.flatMap(({ key }) => key ?? []))].slice(0, MOST_STORIES);
  const acknowledged = new Set(posted.acknowledged.map(({ id }) => id));
  const deliveries = await pool().query<{ id: string; key: string; told: string }>(
    `SELECT id, key, format('  %s #%s %s %s tries %s %s %s', seq, id, state, outcome, attempts, reason,
       left(convert_from(body, 'UTF8'), 160)) AS told
     FROM deliveries WHERE sender_id = $1 AND key = ANY($2) AND seq IS NOT NULL ORDER BY key, seq`,
    [senderId, keys],
  );
  const records = await pool().query<{ key: string; told: string }>(
    'SELECT key, row_to_json(r)::text AS told FROM catalog_records r WHERE definition_id = $1 AND key = ANY($2)',
    [definitionId, keys],
  );
  return keys.flatMap((key) => [
    `Of ${key}:`,
    ...deliveries.rows
      .filter((row) => row.key === key)
      .map(({ id, told }) => (acknowledged.has(id) ? told : `${told} (never answered)`)),
    ...records.rows.filter((row) => row.key === key).map(({ told }) => `  ${told}`),
  ]);
}
