import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withDeadline } from '@/lib/core/deadline';
import { createTestDatabase, type TestDatabase } from '@/scripts/testing/database';
import { Ceilings } from './ceilings';
import { type JiraSandbox, startJiraSandbox } from './server';
import { at, Caller, listAt, type Reply } from './testing';

let database: TestDatabase;
let sandbox: JiraSandbox;
let jira: Caller;

beforeAll(async () => {
  database = await createTestDatabase();
  sandbox = await startJiraSandbox({ databaseUrl: database.url });
  jira = new Caller(sandbox);
});
afterAll(async () => {
  await sandbox.close();
  await database.drop();
});
beforeEach(async () => {
  await jira.call('POST', '/sandbox/reset');
});

const next = (kind: string, rest: Record<string, unknown> = {}) =>
  jira.call('POST', '/sandbox/faults/next', { kind, times: 1, ...rest });
const LOGIN = {
  authorization: `Basic ${Buffer.from('robot@sandbox.local:sandbox-token').toString('base64')}`,
};
const count = async () => at((await jira.call('GET', '/sandbox/state')).body, 'issues');
const broken = (promise: Promise<Reply>) =>
  promise.then(
    () => 'answered',
    () => 'broken',
  );

describe('cut connections', () => {
  it('cuts before the create: nothing was made', async () => {
    await next('cutBefore');
    expect(await broken(jira.create())).toBe('broken');
    expect(await count()).toBe(0);
  });

  it('cuts after the create: the issue is there and nobody was told', async () => {
    await next('cutAfter');
    expect(await broken(jira.create())).toBe('broken');
    expect(await count()).toBe(1);
    expect((await jira.create()).status).toBe(201);
  });

  it('cuts by a set rate, and only creates', async () => {
    await jira.call('PUT', '/sandbox/faults', { cutAfterCreate: 1 });
    expect(await broken(jira.create())).toBe('broken');
    expect(await jira.keys('project = PLAT')).toEqual(['PLAT-1']);
    await jira.call('PUT', '/sandbox/faults', { cutAfterCreate: 0, cutBeforeCreate: 1 });
    expect(await broken(jira.create())).toBe('broken');
    expect(await count()).toBe(1);
  });

  it('can answer 500 although the issue was made, or never answer', async () => {
    await next('500After');
    expect((await jira.create()).status).toBe(500);
    expect(await count()).toBe(1);
    await next('timeoutAfter');
    const stop = new AbortController();
    const waiting = fetch(`${sandbox.url}/rest/api/3/issue`, {
      method: 'POST',
      signal: stop.signal,
      headers: LOGIN,
      body: JSON.stringify({
        fields: { project: { key: 'WEB' }, issuetype: { id: '10001' }, summary: 'Slow' },
      }),
    }).then(
      () => 'answered',
      () => 'broken',
    );
    await expect.poll(count).toBe(2);
    stop.abort();
    expect(await waiting).toBe('broken');
  });
});

describe('refusals', () => {
  it('answers 429 with and without Retry-After, and does nothing', async () => {
    await jira.call('PUT', '/sandbox/faults', { retryAfterSeconds: 7 });
    await next('429');
    const told = await jira.create();
    expect(told.status).toBe(429);
    expect(told.headers.get('retry-after')).toBe('7');
    expect(told.headers.get('x-ratelimit-remaining')).toBe('0');
    expect(told.headers.get('x-ratelimit-nearlimit')).toBe('true');
    expect(told.headers.get('ratelimit-reason')).toBe('jira-quota-tenant-based');
    await next('429NoRetryAfter');
    const untold = await jira.create();
    expect([untold.status, untold.headers.get('retry-after')]).toEqual([429, null]);
    expect(await count()).toBe(0);
  });

  it.each([
    ['rate429', 429],
    ['rate429NoRetryAfter', 429],
    ['rate500', 500],
  ])('answers by the rate %s', async (rate, status) => {
    await jira.call('PUT', '/sandbox/faults', { [rate]: 1 });
    expect((await jira.create()).status).toBe(status);
    await jira.call('DELETE', '/sandbox/faults');
    expect((await jira.create()).status).toBe(201);
  });

  it('leaves a request hanging by timeoutRate, with nothing done', async () => {
    await jira.call('PUT', '/sandbox/faults', { timeoutRate: 1 });
    const waiting = withDeadline({ ms: 300 }, (signal) =>
      fetch(`${sandbox.url}/rest/api/3/myself`, { signal, headers: LOGIN }),
    );
    await expect(waiting).rejects.toThrow(/not done within/);
  });

  it('plays the same faults for the same seed', async () => {
    const round = async () => {
      await jira.call('PUT', '/sandbox/faults', { rate500: 0.4, seed: 42 });
      const statuses: number[] = [];
      for (let call = 0; call < 20; call += 1) statuses.push((await jira.call('GET', '/myself')).status);
      return statuses;
    };
    const first = await round();
    expect(new Set(first)).toEqual(new Set([200, 500]));
    expect(await round()).toEqual(first);
  });

  it('plays a queued fault only where it matches', async () => {
    await next('500', { times: 2, match: { method: 'GET', path: '/issue/*' } });
    const { key } = await jira.make();
    expect((await jira.call('GET', '/myself')).status).toBe(200);
    expect((await jira.call('GET', `/issue/${key}`)).status).toBe(500);
    expect((await jira.call('GET', `/issue/${key}`)).status).toBe(500);
    expect((await jira.call('GET', `/issue/${key}`)).status).toBe(200);
  });

  it('refuses a fault it does not know', async () => {
    expect((await jira.call('PUT', '/sandbox/faults', { rate418: 1 })).status).toBe(400);
    expect((await jira.call('PUT', '/sandbox/faults', { rate500: 2 })).status).toBe(400);
    expect((await next('sulk')).status).toBe(400);
  });

  it('remembers the set rates over a restart', async () => {
    await jira.call('PUT', '/sandbox/faults', { indexLagMs: 5000, rate429: 0.25 });
    const other = await startJiraSandbox({ databaseUrl: database.url });
    const reply = await new Caller(other).call('GET', '/sandbox/faults');
    await other.close();
    expect(reply.body).toMatchObject({ indexLagMs: 5000, rate429: 0.25 });
  });
});

describe('everything at once', () => {
  it('keeps exactly the issues that it answered for, cut off after, or failed after', async () => {
    const rates = {
      rate429: 0.1,
      rate500: 0.1,
      rate500AfterCreate: 0.1,
      cutBeforeCreate: 0.1,
      cutAfterCreate: 0.1,
    };
    await jira.call('PUT', '/sandbox/faults', { ...rates, indexLagMs: 60_000, ceilings: false, seed: 5 });
    const outcomes = await Promise.all(
      Array.from({ length: 120 }, () =>
        jira.create({ labels: ['storm'] }).then(
          (reply) => reply.status,
          () => 0,
        ),
      ),
    );
    const { body } = await jira.call('GET', '/sandbox/state');
    const counted = (outcome: string) => Number(at(body, 'requests', 'POST /issue', outcome) ?? 0);
    const answered = outcomes.filter((status) => status === 201).length;
    const cut = outcomes.filter((status) => status === 0).length;
    expect(counted('201')).toBe(answered);
    expect(counted('cutBefore') + counted('cutAfter')).toBe(cut);
    const made = Number(at(body, 'issues'));
    expect(made).toBeGreaterThan(answered + counted('cutAfter'));
    expect(made).toBe(answered + counted('cutAfter') + counted('500After'));
    const { body: beside } = await jira.call('GET', '/sandbox/issues?label=storm');
    expect(listAt(beside, 'issues')).toHaveLength(made);
    await jira.call('DELETE', '/sandbox/faults');
    expect((await jira.search('labels = storm', { maxResults: 100 })).status).toBe(200);
  });
});

describe('conflicts and ceilings', () => {
  it('answers 409 to a transition while the same issue is being changed', async () => {
    const { id, key } = await jira.make();
    const other = new pg.Client({ connectionString: database.url });
    await other.connect();
    await other.query(`SELECT pg_advisory_lock(hashtext('sandbox.jira'), $1)`, [Number(id)]);
    const during = await jira.call('POST', `/issue/${key}/transitions`, { transition: { id: '31' } });
    await other.end();
    expect(during.status).toBe(409);
    await next('409');
    expect((await jira.call('POST', `/issue/${key}/transitions`, { transition: { id: '31' } })).status).toBe(
      409,
    );
    expect((await jira.call('POST', `/issue/${key}/transitions`, { transition: { id: '31' } })).status).toBe(
      204,
    );
  });

  it('lets 20 writes in two seconds through to one issue', async () => {
    const { key } = await jira.make();
    const writes = Array.from({ length: 22 }, (_, n) =>
      jira.call('PUT', `/issue/${key}/properties/p${n}`, n + 1),
    );
    const refused = (await Promise.all(writes)).filter((reply) => reply.status === 429);
    expect(refused).toHaveLength(2);
    expect(refused[0]?.headers.get('ratelimit-reason')).toBe('jira-per-issue-on-write');
    expect(refused[0]?.headers.get('retry-after')).toBe('2');
  });

  it('refuses the 101st GET and the 51st PUT of one second to one endpoint, and refills', () => {
    for (const [method, limit] of [
      ['GET', 100],
      ['PUT', 50],
    ] as const) {
      const ceilings = new Ceilings();
      const asks = Array.from({ length: limit + 1 }, () => ceilings.ask(method, '/x', undefined, 1000));
      expect(asks.filter((ask) => ask.allowed)).toHaveLength(limit);
      expect(asks.at(-1)).toMatchObject({ reason: 'jira-burst-based', waitSeconds: 1 });
      expect(asks.at(-2)?.headers).toMatchObject({
        'X-RateLimit-Remaining': '0',
        'X-RateLimit-NearLimit': 'true',
      });
      expect(ceilings.ask(method, '/y', undefined, 1000).allowed).toBe(true);
      expect(ceilings.ask(method, '/x', undefined, 1020).allowed).toBe(true);
    }
  });
});
