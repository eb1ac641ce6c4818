import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { writes } from '@/lib/contract';
import { database, transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { route } from '@/lib/http';
import { recordAudit } from '@/lib/people/audit.data';
import { hashToken } from '@/lib/people/password';
import type { Actor } from '@/lib/people/schema';
import { answerOnce, fingerprintOf, KEPT_MS, keyOf, SILENCE_MS } from './idempotency';
import { findKey, purgeIdempotencyKeys } from './idempotency.data';

const BEGIN = new Date('2026-11-21T10:00:00Z');
const at = (ms: number) => () => new Date(BEGIN.getTime() + ms);

const actor: Actor = { kind: 'token', id: 't', name: 'a test', role: 'admin' };

/** A deed as commands do it: the audit event stands in the same transaction. */
const doDeed = (requestId: string) =>
  transaction((tx) =>
    recordAudit(tx, { ...actor, requestId }, { action: 'thing.made', subject: { kind: 'thing', id: '1' } }),
  );

const claimOf = (key: string, input: unknown = { name: 'one' }) => ({
  caller: 'token:t',
  call: 'POST /api/things',
  key,
  fingerprint: fingerprintOf(input),
  requestId: randomUUID(),
});

const answer = { status: 201, body: '{"id":"1","token":"ek_shown_once"}' };

describe('answerOnce', () => {
  let key = '';
  beforeEach(() => {
    key = randomUUID();
  });

  it('does the deed once and gives the same answer again', async () => {
    let deeds = 0;
    const perform = async () => {
      deeds++;
      return answer;
    };
    expect(await answerOnce(claimOf(key), perform)).toEqual({ ...answer, isReplayed: false });
    expect(await answerOnce(claimOf(key), perform)).toEqual({ ...answer, isReplayed: true });
    expect(deeds).toBe(1);
  });

  it('lets one of many calls at once do it', async () => {
    let deeds = 0;
    const gate = new EventEmitter();
    const othersRefused = once(gate, 'open');
    const refusals: unknown[] = [];
    const call = () =>
      answerOnce(claimOf(key), async () => {
        deeds++;
        await othersRefused;
        return answer;
      }).catch((refusal: unknown) => {
        if (refusals.push(refusal) === 7) gate.emit('open');
      });
    await Promise.all(Array.from({ length: 8 }, call));
    expect(deeds).toBe(1);
    for (const refusal of refusals) {
      expect(refusal).toMatchObject({ code: 'idempotency_running', retryAfterSeconds: 1 });
    }
  });

  it('refuses a key that comes with other input', async () => {
    await answerOnce(claimOf(key), async () => answer);
    await expect(answerOnce(claimOf(key, { name: 'two' }), async () => answer)).rejects.toMatchObject({
      code: 'idempotency_mismatch',
    });
  });

  it('gives nobody the answer of another caller or another call', async () => {
    await answerOnce(claimOf(key), async () => answer);
    const others = [
      { ...claimOf(key), caller: 'token:u' },
      { ...claimOf(key), call: 'POST /api/others' },
    ];
    for (const other of others) {
      expect(await answerOnce(other, async () => ({ status: 202, body: '{}' }))).toMatchObject({
        body: '{}',
      });
    }
  });

  it('frees the key of a call that was refused', async () => {
    const refuse = () => Promise.reject(new AppError('conflict', 'there is one of that name'));
    await expect(answerOnce(claimOf(key), refuse)).rejects.toMatchObject({ code: 'conflict' });
    expect(await answerOnce(claimOf(key, { name: 'two' }), async () => answer)).toMatchObject(answer);
  });

  it('does nothing twice when a call failed after its deed', async () => {
    const claim = { ...claimOf(key), clock: at(0) };
    const perform = async () => {
      await doDeed(claim.requestId);
      throw new Error('the answer did not fit');
    };
    await expect(answerOnce(claim, perform)).rejects.toThrow('did not fit');
    const again = { ...claimOf(key), clock: at(SILENCE_MS + 1) };
    await expect(answerOnce(again, async () => answer)).rejects.toMatchObject({ code: 'idempotency_lost' });
  });

  it('takes over from a process that died before the deed, once it has been silent long enough', async () => {
    const died = new Promise<never>(() => undefined);
    void answerOnce({ ...claimOf(key), clock: at(0) }, () => died);
    await expect.poll(() => findKey(database(), claimOf(key))).toMatchObject({ answer: null });
    await expect(
      answerOnce({ ...claimOf(key), clock: at(SILENCE_MS) }, async () => answer),
    ).rejects.toMatchObject({ code: 'idempotency_running' });
    const later = { ...claimOf(key), clock: at(SILENCE_MS + 1) };
    expect(await answerOnce(later, async () => answer)).toEqual({ ...answer, isReplayed: false });
  });

  it('forgets after a day', async () => {
    await answerOnce({ ...claimOf(key), clock: at(0) }, async () => answer);
    const next = { ...claimOf(key, { name: 'two' }), clock: at(KEPT_MS + 1) };
    expect(await answerOnce(next, async () => ({ status: 201, body: '{}' }))).toMatchObject({ body: '{}' });
    expect(await purgeIdempotencyKeys(database(), at(KEPT_MS + 2)())).toBeGreaterThan(0);
    expect(await findKey(database(), claimOf(key))).toBeNull();
  });

  it('keeps no answer in the clear', async () => {
    await answerOnce(claimOf(key), async () => answer);
    const rows = await database().$queryRaw`SELECT row_to_json(k)::text AS row FROM idempotency_keys k`;
    expect(JSON.stringify(rows)).toContain(key);
    expect(JSON.stringify(rows)).not.toContain('shown_once');
  });
});

describe('keyOf', () => {
  it.each([
    ['a bare word', 'order-7', 'order-7'],
    ['a quoted string, as the draft has it', '"order-7"', 'order-7'],
  ])('reads %s', (_, given, key) => {
    expect(keyOf(new Headers({ 'idempotency-key': given }))).toBe(key);
  });

  it('is null without one', () => {
    expect(keyOf(new Headers())).toBeNull();
  });

  it.each([
    ['nothing between its quotes', '""'],
    ['spaces', 'order 7'],
    ['more than 255 characters', 'x'.repeat(256)],
  ])('refuses one with %s', (_, given) => {
    expect(() => keyOf(new Headers({ 'idempotency-key': given }))).toThrow('1 to 255 visible ASCII');
  });
});

describe('a creating call', () => {
  const TOKEN = 'i'.repeat(32);
  const contract = writes('operator', '/api/things', 'Makes a thing', {
    input: z.object({ name: z.string() }),
    response: z.object({ id: z.string() }),
    status: 201,
  });
  let made = 0;
  const post = route(contract, async () => ({ id: String(++made) }));
  const send = (headers: Record<string, string>, name = 'one') =>
    post(
      new Request('http://127.0.0.1/api/things', {
        method: 'POST',
        body: JSON.stringify({ name }),
        headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}`, ...headers },
      }),
      { params: Promise.resolve({}) },
    );

  it('is answered from what was kept, and says so', async () => {
    await database().apiToken.create({
      data: { name: 'i', role: 'operator', tokenHash: hashToken(TOKEN) },
    });
    const key = { 'idempotency-key': randomUUID() };
    const [first, second, other] = [await send(key), await send(key), await send(key, 'two')];
    expect([first.status, second.status, other.status]).toEqual([201, 201, 422]);
    expect(first.headers.has('idempotency-replayed')).toBe(false);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(await second.json()).toEqual(await first.json());
    const free = [await send({}), await send({})];
    expect(await free[0]?.json()).not.toEqual(await free[1]?.json());
  });
});
