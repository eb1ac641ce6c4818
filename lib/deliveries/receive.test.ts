import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { updateConnection } from '@/lib/connections/commands';
import { database } from '@/lib/core/db';
import { systemActor } from '@/lib/people/schema';
import { type Arrival, writeArrivals } from './arrivals.data';
import { BODY_LIMIT, sha256 } from './intake';
import { flushPace } from './pace';
import { receiveDelivery } from './receive';
import { createSender, rotateSender } from './senders.commands';
import { readSender } from './senders.data';
import { signatureOf } from './signature';
import { flushWrongTokens } from './wrong-tokens';

const actor = systemActor('test');
const base = { actor, baseUrl: 'https://cms.example', keyField: 'id' };
const tokenOf = (endpoint: string) => new URL(endpoint).searchParams.get('token') ?? '';

async function addSender(kind: 'bare' | 'standard' = 'bare') {
  const { connectionId, endpoint, signingSecret } = await createSender({ ...base, kind, name: randomUUID() });
  return { senderId: connectionId, token: tokenOf(endpoint), secret: signingSecret ?? '' };
}

type Door = { senderId: string; token: string };
type Sent = { headers?: Record<string, string>; size?: number; clock?: () => Date };

function post({ senderId, token }: Door, text: string, { headers = {}, size, clock }: Sent = {}) {
  const whole = Buffer.from(text);
  const read = async () => ({ body: whole.subarray(0, BODY_LIMIT), size: size ?? whole.length });
  const rest = { path: `/api/webhooks/cms/${senderId}`, address: '192.0.2.7', read };
  return receiveDelivery({ senderId, token, headers: new Headers(headers), ...rest }, clock);
}

const stored = (senderId: string) =>
  database().delivery.findMany({ where: { senderId }, orderBy: { id: 'asc' } });

it('keeps what came to the byte before it answers', async () => {
  const door = await addSender();
  const text = '{"id": 0,  "name": "Æther", "cost": null}';
  const id = await post(door, text, { headers: { 'content-type': 'text/plain', authorization: 'x' } });
  const [row] = await stored(door.senderId);
  expect(row).toMatchObject({
    id: BigInt(id),
    key: '0',
    seq: 1n,
    state: 'pending',
    sha256: sha256(text),
    fieldNames: ['name', 'cost'],
    headers: { ':path': `/api/webhooks/cms/${door.senderId}`, 'content-type': 'text/plain' },
  });
  expect(Buffer.from(row?.body ?? []).toString()).toBe(text);
});

it('what is refused with the right token is kept with its reason, up to the limit', async () => {
  const door = await addSender();
  const long = `{"id": 1, "name": "${'x'.repeat(BODY_LIMIT)}"}`;
  await expect(post(door, long)).rejects.toMatchObject({ code: 'too_large' });
  await expect(post(door, '{"id": 1')).rejects.toMatchObject({ code: 'malformed' });
  await expect(post(door, '{"name": "x"}')).rejects.toMatchObject({ code: 'invalid_input' });
  const rows = await stored(door.senderId);
  expect(rows.map(({ state, key, seq, size }) => ({ state, key, seq, size }))).toEqual([
    { state: 'refused', key: null, seq: null, size: Buffer.byteLength(long) },
    { state: 'refused', key: null, seq: null, size: 8 },
    { state: 'refused', key: null, seq: null, size: 13 },
  ]);
  expect(rows[0]?.body.byteLength).toBe(BODY_LIMIT);
  expect(rows.map(({ reason }) => reason)).toEqual([
    expect.stringContaining('are taken at most'),
    expect.stringContaining('not JSON'),
    expect.stringContaining('no field id'),
  ]);
});

describe('a wrong token', () => {
  it('is only counted, a row a day and sender, whatever comes', async () => {
    const door = await addSender();
    const wrong = { ...door, token: 'wrong' };
    const tries = Array.from({ length: 20 }, () => post(wrong, '{"id": 1}').catch((error) => error.code));
    expect(new Set(await Promise.all(tries))).toEqual(new Set(['unauthenticated']));
    for (const senderId of [randomUUID(), randomUUID(), 'not-an-id; DROP TABLE senders']) {
      await expect(post({ senderId, token: 'x' }, '{}')).rejects.toMatchObject({ code: 'unauthenticated' });
    }
    await flushWrongTokens();
    expect(await stored(door.senderId)).toEqual([]);
    const rows = await database().wrongToken.findMany({
      where: { senderId: { in: [door.senderId, 'unknown'] } },
      select: { senderId: true, arrivals: true, lastAddress: true },
      orderBy: { arrivals: 'asc' },
    });
    expect(rows).toEqual([
      { senderId: 'unknown', arrivals: 3n, lastAddress: '192.0.2.7' },
      { senderId: door.senderId, arrivals: 20n, lastAddress: '192.0.2.7' },
    ]);
    expect((await readSender(database(), door.senderId, new Date())).wrongTokens).toBe(20);
  });

  it('is what a rotated one is from that moment on, though it was right just now', async () => {
    const door = await addSender();
    await post(door, '{"id": 1}');
    const { endpoint } = await rotateSender({ actor, senderId: door.senderId });
    await expect(post(door, '{"id": 2}')).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(await stored(door.senderId)).toHaveLength(1);
    await expect
      .poll(() => post({ ...door, token: tokenOf(endpoint) }, '{"id": 3}').catch(() => null))
      .toBeTruthy();
  });
});

it('a sender that is switched off is told so, and nothing of it is kept', async () => {
  const door = await addSender();
  await updateConnection({ actor, connectionId: door.senderId, enabled: false });
  await expect(post(door, '{"id": 1}')).rejects.toMatchObject({ code: 'forbidden' });
  expect(await stored(door.senderId)).toEqual([]);
});

describe('a signed sender', () => {
  const now = new Date('2026-11-21T12:00:00Z');
  const timestamp = String(now.getTime() / 1000);
  const signed = (secret: string, id: string, text: string) => ({
    clock: () => now,
    headers: {
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signatureOf({ id, timestamp, body: Buffer.from(text), secret }),
    },
  });

  it('is believed by its signature, and its bad ones are only counted', async () => {
    const door = await addSender('standard');
    const text = '{"id": 7, "cost": 2}';
    await post(door, text, signed(door.secret, 'a', text));
    const other = signed('whsec_AAAA', 'b', text);
    await expect(post(door, text, other)).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(post(door, text)).rejects.toMatchObject({ code: 'unauthenticated' });
    await flushWrongTokens();
    expect(await stored(door.senderId)).toMatchObject([{ messageId: 'a', sentAt: now, key: '7' }]);
    expect((await readSender(database(), door.senderId, now)).wrongTokens).toBe(2);
  });

  it('a message that comes again is answered with the first delivery, at once or later', async () => {
    const door = await addSender('standard');
    const text = '{"id": 7, "cost": 2}';
    const send = () => post(door, text, signed(door.secret, 'again', text));
    const ids = await Promise.all([send(), send(), send()]);
    expect(new Set([...ids, await send()]).size).toBe(1);
    expect(await stored(door.senderId)).toHaveLength(1);
  });
});

describe('the order of a key', () => {
  const other = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 20 });
  afterAll(() => other.end());
  let senderId = '';
  beforeAll(async () => {
    senderId = (await addSender()).senderId;
  });
  const arrival = (key: string, cost: number): Arrival => {
    const body = Buffer.from(JSON.stringify({ id: key, cost }));
    const none = { tokenHash: null, headers: {}, messageId: null, sentAt: null, reason: null };
    const rest = { body, size: body.length, sha256: sha256(body), fieldNames: ['cost'] };
    return { senderId, kind: 'webhook', key, receivedAt: new Date(), ...none, ...rest };
  };
  const ordered = async (key: string) => {
    const rows = await database().delivery.findMany({ where: { senderId, key }, orderBy: { seq: 'asc' } });
    return rows.map(({ seq, body }) => ({
      seq: Number(seq),
      cost: JSON.parse(Buffer.from(body).toString()).cost,
    }));
  };

  it('holds under fifty writers of two processes at once: each key has every place once', async () => {
    const writers = Array.from({ length: 50 }, async (_, writer) => {
      for (let turn = 0; turn < 5; turn += 1) {
        const batch = ['a', 'b', 'c', 'a'].map((key, at) => arrival(key, writer * 100 + turn * 10 + at));
        await writeArrivals(
          writer % 2 === 0 ? batch.toReversed() : batch,
          writer % 2 === 0 ? other : undefined,
        );
      }
    });
    await Promise.all(writers);
    for (const [key, count] of [
      ['a', 500],
      ['b', 250],
      ['c', 250],
    ] as const) {
      const rows = await ordered(key);
      expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: count }, (_, at) => at + 1));
      // What one writer wrote before is before what it wrote afterwards.
      const turns = rows
        .filter(({ cost }) => cost >= 700 && cost < 800)
        .map(({ cost }) => Math.floor(cost / 10));
      expect(turns).toEqual(turns.toSorted((x, y) => x - y));
    }
  });

  it('is the same whether arrivals are written together or one by one', async () => {
    const costs = [5, 3, 3, 9, 1];
    await writeArrivals(costs.map((cost) => arrival('together', cost)));
    for (const cost of costs) await writeArrivals([arrival('alone', cost)]);
    const [together, alone] = [await ordered('together'), await ordered('alone')];
    expect(together).toEqual(alone);
    expect(together).toEqual(costs.map((cost, at) => ({ seq: at + 1, cost })));
    for (const key of ['together', 'alone']) {
      const rows = await database().delivery.findMany({ where: { senderId, key }, orderBy: { seq: 'asc' } });
      // Equal bytes shortly before are marked, not dropped.
      expect(rows.map(({ repeatsId }) => repeatsId)).toEqual([null, null, rows[1]?.id, null, null]);
    }
  });

  it('what stands behind a dead one waits', async () => {
    await writeArrivals([arrival('blocked', 1)]);
    await database().deliveryKey.updateMany({ where: { senderId, key: 'blocked' }, data: { blockedBy: 1n } });
    await writeArrivals([arrival('blocked', 2), arrival('free', 2)]);
    const rows = await database().delivery.findMany({
      where: { senderId, key: { in: ['blocked', 'free'] } },
      orderBy: { id: 'asc' },
    });
    expect(rows.map(({ key, state }) => [key, state])).toEqual([
      ['blocked', 'pending'],
      ['blocked', 'waiting'],
      ['free', 'pending'],
    ]);
  });
});

it('A → B → A is three deliveries', async () => {
  const door = await addSender();
  for (const name of ['A', 'B', 'A']) await post(door, JSON.stringify({ id: 1, name }));
  const rows = await stored(door.senderId);
  expect(rows.map(({ seq, repeatsId }) => [seq, repeatsId])).toEqual([
    [1n, null],
    [2n, null],
    [3n, null],
  ]);
});

it('learns the usual pace of a sender', async () => {
  const door = await addSender();
  const at = (seconds: number) => () => new Date(Date.UTC(2026, 10, 21, 12, 0, seconds));
  for (const seconds of [0, 10, 20, 30]) {
    await post(door, '{"id": 1}', { clock: at(seconds) });
    await flushPace();
  }
  const view = await readSender(database(), door.senderId, new Date());
  expect(view).toMatchObject({ lastArrivalAt: at(30)().toISOString(), paceMs: 10_000 });
});
