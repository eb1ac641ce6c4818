import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { systemActor } from '@/lib/people/schema';
import { lastEvents } from '@/scripts/testing/people';
import { writeArrivals } from './arrivals.data';
import { replayDeliveries, settleDead } from './commands';
import { sha256 } from './intake';
import type { ListDeliveriesInput } from './schema';
import { createSender } from './senders.commands';
import { summariseDeliveries } from './summary.data';
import { listDeliveries, readDelivery } from './views.data';

const actor = systemActor('ada');
let senderId = '';

beforeEach(async () => {
  const sender = { actor, name: randomUUID(), baseUrl: 'https://cms.example', keyField: 'id' };
  senderId = (await createSender(sender)).connectionId;
});

/** Deliveries of these keys, in this order, each setting `cost` to its place. */
async function deliver(...keys: (string | null)[]): Promise<string[]> {
  const none = { tokenHash: null, headers: {}, messageId: null, sentAt: null };
  const ids = await writeArrivals(
    keys.map((key, cost) => {
      const body = Buffer.from(JSON.stringify({ id: key, cost }));
      const refusal = { reason: key === null ? 'the body has no field id' : null };
      const rest = { body, size: body.length, sha256: sha256(body), fieldNames: ['cost'], ...refusal };
      return { senderId, kind: 'webhook' as const, key, receivedAt: new Date(), ...none, ...rest };
    }),
  );
  return ids.map((id) => id ?? '');
}

/** As the drain leaves them. */
async function settle(ids: string[], state: 'done' | 'dead' = 'done') {
  const outcome = state === 'done' ? ('applied' as const) : null;
  const reason = state === 'dead' ? 'the library refuses it' : null;
  const data = { state, outcome, reason, attempts: 5, settledAt: new Date() };
  await database().delivery.updateMany({ where: { id: { in: ids.map(BigInt) } }, data });
}

async function die(id: string, key: string) {
  await settle([id], 'dead');
  await database().deliveryKey.updateMany({ where: { senderId, key }, data: { blockedBy: BigInt(id) } });
  await database().delivery.updateMany({
    where: { senderId, key, state: 'pending' },
    data: { state: 'waiting' },
  });
}

const all = async () => {
  const rows = await database().delivery.findMany({
    where: { senderId },
    orderBy: [{ key: 'asc' }, { seq: 'asc' }],
  });
  return rows.map(({ key, seq, state, kind }) => [key, Number(seq), state, kind].join(' '));
};
const list = (input: Partial<ListDeliveriesInput>) =>
  listDeliveries(database(), { limit: 50, senderId, ...input });

describe('replaying', () => {
  it('puts what is chosen back into its place, and leaves what is not settled or was refused', async () => {
    const [a1 = '', a2 = '', b1 = '', refused = ''] = await deliver('a', 'a', 'b', null);
    await settle([a1, b1]);
    const { deliveries } = await replayDeliveries({ actor, ids: [a1, a2, refused] });
    expect(deliveries).toBe(1);
    expect(await all()).toEqual([
      'a 1 pending webhook',
      'a 2 pending webhook',
      'b 1 done webhook',
      ' 0 refused webhook',
    ]);
    const row = await readDelivery(database(), a1);
    expect(row).toMatchObject({ attempts: 0, outcome: null, settledAt: null, requestedBy: 'ada' });
    expect(await lastEvents(1)).toMatchObject([
      { action: 'delivery.replayed', subjectId: 'many', after: { mode: 'replay', deliveries: 1 } },
    ]);
  });

  it('as newest leaves the old ones as they are and adds copies in their order, at the end of their keys', async () => {
    const ids = await deliver('a', 'b', 'a', 'a');
    await settle(ids);
    await deliver('a');
    const [first = '', , third = ''] = ids;
    expect(await replayDeliveries({ actor, ids: [third, first], mode: 'newest' })).toEqual({ deliveries: 2 });
    expect(await all()).toEqual([
      'a 1 done webhook',
      'a 2 done webhook',
      'a 3 done webhook',
      'a 4 pending webhook',
      'a 5 pending newest',
      'a 6 pending newest',
      'b 1 done webhook',
    ]);
    const { items } = await list({ kind: 'newest' });
    expect(items.map(({ seq, originId }) => [seq, originId])).toEqual([
      ['6', third],
      ['5', first],
    ]);
    await deliver('a');
    expect((await list({ key: 'a' })).items[0]).toMatchObject({ seq: '7' });
  });

  it('takes all of a filter', async () => {
    await settle(await deliver('a', 'b', 'a', 'c'));
    expect(await replayDeliveries({ actor, filter: { senderId, key: 'a' } })).toEqual({ deliveries: 2 });
    await expect(replayDeliveries({ actor })).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('of a dead one lets its key go on; of others of the key they wait behind it', async () => {
    const [before = '', dead = ''] = await deliver('a', 'a', 'a');
    await settle([before]);
    await die(dead, 'a');
    await replayDeliveries({ actor, ids: [before] });
    expect(await all()).toEqual(['a 1 waiting webhook', 'a 2 dead webhook', 'a 3 waiting webhook']);
    await replayDeliveries({ actor, ids: [dead] });
    expect(await all()).toEqual(['a 1 pending webhook', 'a 2 pending webhook', 'a 3 pending webhook']);
    await deliver('a');
    expect((await list({ state: 'pending' })).items).toHaveLength(4);
  });
});

describe('a dead delivery', () => {
  it('says how many wait behind it, and is passed over', async () => {
    const [dead = ''] = await deliver('a', 'a', 'a', 'b');
    await die(dead, 'a');
    expect(await readDelivery(database(), dead)).toMatchObject({
      blocks: 2,
      reason: 'the library refuses it',
    });
    expect(await summariseDeliveries(database(), new Date())).toMatchObject({ blockedKeys: 1 });
    await settleDead({ actor, deliveryId: dead, deed: 'skip', note: 'sent by mistake' });
    expect(await all()).toEqual([
      'a 1 skipped webhook',
      'a 2 pending webhook',
      'a 3 pending webhook',
      'b 1 pending webhook',
    ]);
    const skip = settleDead({ actor, deliveryId: dead, deed: 'skip', note: 'again' });
    await expect(skip).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is replaced by a corrected one, which takes its place before what waits', async () => {
    const [dead = ''] = await deliver('a', 'a');
    await die(dead, 'a');
    const edit = (body: string) =>
      settleDead({ actor, deliveryId: dead, deed: 'edit', body, note: 'cost mended' });
    await expect(edit('{"cost": 3}')).rejects.toThrow(/no field id/);
    await expect(edit('{"id": "b", "cost": 3}')).rejects.toThrow(/must keep its key/);
    await expect(edit('{')).rejects.toThrow(/not JSON/);
    await edit('{"id": "a", "cost": 3, "name": "x"}');
    expect(await all()).toEqual([
      `a ${-Number(dead)} skipped webhook`,
      'a 1 pending edit',
      'a 2 pending webhook',
    ]);
    const { items } = await list({ kind: 'edit' });
    expect(items).toMatchObject([{ originId: dead, requestedBy: 'ada', fieldNames: ['cost', 'name'] }]);
  });
});

describe('the list', () => {
  it('is newest first, page by page, by every filter', async () => {
    const ids = await deliver('a', 'b', 'a', null, 'c');
    await settle(ids.slice(0, 2));
    const first = await list({ limit: 2 });
    const second = await list({ limit: 2, cursor: first.nextCursor ?? undefined });
    const third = await list({ limit: 2, cursor: second.nextCursor ?? undefined });
    const shown = [first, second, third].flatMap(({ items }) => items.map(({ id }) => id));
    expect(shown).toEqual(ids.toReversed());
    expect(third.nextCursor).toBeNull();
    const count = async (input: Partial<ListDeliveriesInput>) => (await list(input)).items.length;
    expect(await count({ state: 'refused' })).toBe(1);
    expect(await count({ outcome: 'applied' })).toBe(2);
    expect(await count({ outcome: 'held' })).toBe(0);
    expect(await count({ kind: 'webhook' })).toBe(5);
    expect(await count({ key: 'a', state: 'done' })).toBe(1);
    expect(await count({ q: 'c' })).toBe(1);
    expect(await count({ q: ids[1] })).toBe(1);
    const minute = 60_000;
    expect(await count({ since: new Date(Date.now() - minute).toISOString() })).toBe(5);
    expect(await count({ since: new Date(Date.now() + minute).toISOString() })).toBe(0);
    expect(await count({ until: new Date(Date.now() - minute).toISOString() })).toBe(0);
    expect(await count({ until: new Date(Date.now() + minute).toISOString() })).toBe(5);
  });

  it('is summed by state, with the arrivals of the last hour by the minute', async () => {
    await database().delivery.deleteMany();
    await settle((await deliver('a', 'b', 'a')).slice(0, 1));
    const { byState, arrivals, oldestPendingAt } = await summariseDeliveries(database(), new Date());
    expect(byState.filter(({ count }) => count > 0)).toEqual([
      { state: 'pending', count: 2 },
      { state: 'done', count: 1 },
    ]);
    expect(arrivals).toHaveLength(60);
    expect(arrivals.reduce((sum, { count }) => sum + count, 0)).toBe(3);
    expect(oldestPendingAt).not.toBeNull();
  });
});
