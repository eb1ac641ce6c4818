import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { readEffect } from '@/lib/effects/views.data';
import {
  contentOf,
  jobContext,
  Lineages,
  routeTo,
  startTestJira,
  type TestJira,
  wishFor,
} from '@/scripts/testing/jira';
import { makeDistributeJob } from './job';

const timing = {
  requestTimeoutMs: 1500, // a busy machine answers late
  indexLagMs: 300,
  leaseMs: 5000,
  backoffBaseMs: 20,
  backoffCapMs: 100,
  pagePauseMs: 0,
};

let jira: TestJira;
let lineages: Lineages;
let lineageId = 0;

beforeAll(async () => {
  jira = await startTestJira();
});
afterAll(() => jira.site.close());

beforeEach(async () => {
  await jira.control('DELETE', 'faults');
  await jira.control('PUT', 'faults', { ceilings: false });
  await database().$executeRaw`TRUNCATE effect_attempts, effects, ticket_moves, tickets CASCADE`;
  await jira.control('POST', 'reset');
  await jira.control('PUT', 'faults', { ceilings: false });
  await routeTo(jira.connectionId, 'PLAT');
  lineages = new Lineages();
});

function nextLineage(): string {
  lineageId += 1;
  return String(lineageId);
}

function want(count = 1) {
  const ids = Array.from({ length: count }, nextLineage);
  lineages.wishes.push(...ids.map((id) => wishFor(id)));
  return ids;
}

const run = (more = {}) =>
  makeDistributeJob(lineages.hooks, { timing }).run(jobContext({ connectionId: jira.connectionId }, more));

async function effectOf(id: string | undefined) {
  const { id: effectId } = await database().effect.findFirstOrThrow({ where: { subject: `lineage:${id}` } });
  return readEffect(database(), String(effectId));
}

const fault = (kind: string, times = 1, match = {}) =>
  jira.control('POST', 'faults/next', { kind, times, match });

/** One issue for each lineage, each mapped: none lost, none twice. */
async function expectOneEach(ids: string[]) {
  const issues = await jira.issues();
  const made = issues.flatMap((issue) => Object(issue.properties.evenkeel).lineage ?? []);
  expect(made.sort()).toEqual([...ids].sort());
  expect(lineages.opened.map((opened) => opened.lineageId).sort()).toEqual([...ids].sort());
}

it('opens one issue for each lineage in id order and maps it', async () => {
  const ids = want(3);
  const { output, warnings } = await run();
  expect(output).toMatchObject({ confirmed: 3, waiting: 0 });
  expect(warnings).toEqual([]);
  await expectOneEach(ids);
  const tickets = await database().ticket.findMany({ orderBy: { id: 'asc' } });
  expect(tickets.map((ticket) => ticket.subject)).toEqual(ids.map((id) => `lineage:${id}`));
  expect(tickets[0]).toMatchObject({ status: 'To Do', statusCategory: 'new', syncState: 'in_sync' });
});

it('sends nothing the second time', async () => {
  const ids = want(2);
  await run();
  lineages.opened = [];
  const { output } = await run();
  expect(output.confirmed).toBe(0);
  expect((await jira.issues()).length).toBe(ids.length);
});

it.each(['cutAfter', 'timeoutAfter', '500After'])(
  'finds the issue after %s instead of making a second',
  async (kind) => {
    const ids = want(2);
    await fault(kind);
    const { output } = await run();
    expect(output).toMatchObject({ confirmed: 2, found: 1 });
    await expectOneEach(ids);
  },
);

it('finds an issue by its key while the index has not seen it', async () => {
  want(1);
  await run();
  await jira.control('PUT', 'faults', { indexLagMs: 600_000 });
  const [id] = want(1);
  await fault('cutAfter');
  await run();
  const { history } = await effectOf(id);
  expect(history.at(-1)).toMatchObject({
    deed: 'look up',
    outcome: 'confirmed',
    detail: 'PLAT-2, by its key',
  });
  expect((await jira.issues()).length).toBe(2);
});

it('sends again once absence is shown past the horizon', async () => {
  want(1);
  await run();
  const [id] = want(1);
  await fault('cutBefore');
  const startedAt = performance.now();
  await run();
  expect(performance.now() - startedAt).toBeGreaterThan(timing.requestTimeoutMs + timing.indexLagMs);
  const { history, attempts } = await effectOf(id);
  expect(attempts).toBe(2);
  expect(history.map(({ deed, outcome }) => `${deed}: ${outcome}`)).toEqual([
    'send: uncertain',
    ...history.slice(1, -2).map(() => 'look up: uncertain'),
    'look up: intended',
    'send: confirmed',
  ]);
  expect((await jira.issues()).length).toBe(2);
});

it('takes the first issue of an empty project as the proof it lacked', async () => {
  const ids = want(3);
  await fault('cutBefore');
  await run();
  await expectOneEach(ids);
});

it('parks what can be neither found nor shown absent', async () => {
  const [id] = want(1);
  await fault('cutBefore');
  const { output, warnings } = await run();
  expect(output).toMatchObject({ confirmed: 0, parked: 1 });
  expect(warnings).toHaveLength(1);
  expect(await effectOf(id)).toMatchObject({ state: 'parked', attempts: 1 });
  expect(lineages.needs).toMatchObject([{ lineageId: id }]);
  expect((await run()).output.confirmed).toBe(0);
  expect(await jira.issues()).toEqual([]);
});

it.each(['429', '429NoRetryAfter'])('waits and sends once more after %s', async (kind) => {
  await jira.control('PUT', 'faults', { retryAfterSeconds: 0.05 });
  const ids = want(2);
  await fault(kind, 1, { method: 'POST', path: '/issue' });
  await run();
  await expectOneEach(ids);
  expect(await effectOf(ids[0])).toMatchObject({
    attempts: 2,
    history: [{ outcome: 'intended', status: 429 }, {}],
  });
});

it('stops at a refused sign-in with what to do, and leaves nothing in doubt', async () => {
  const other = await startTestJira('wrong token', 'wrong');
  await routeTo(other.connectionId, 'PLAT');
  want(2);
  const job = makeDistributeJob(lineages.hooks, { timing });
  await expect(job.run(jobContext({ connectionId: other.connectionId }))).rejects.toMatchObject({
    code: 'misconfigured',
    message: expect.stringContaining('check the token'),
  });
  expect(await database().effect.count({ where: { state: { not: 'intended' } } })).toBe(0);
  await other.site.close();
});

it('records a refusal in Jira’s words, tells the lineage, and goes on with the rest', async () => {
  const [bad, good] = want(2);
  const refused = { ...contentOf('x'), summary: ' ' };
  lineages.wishes = [wishFor(bad ?? '', { content: refused }), wishFor(good ?? '')];
  const { output } = await run();
  expect(output).toMatchObject({ confirmed: 1, rejected: 1 });
  const effect = await effectOf(bad);
  expect(effect.state).toBe('rejected');
  expect(effect.error).toMatch(/summary/i);
  expect(lineages.needs).toEqual([{ lineageId: bad, reason: effect.error }]);
});

it('does not let one bad route stop the others', async () => {
  await database().ticketRoute.create({
    data: { owner: 'lost', connectionId: jira.connectionId, projectKey: 'NOPE', weeklyCap: 10 },
  });
  const [bad, good] = want(2);
  lineages.wishes = [wishFor(bad ?? '', { owner: 'lost' }), wishFor(good ?? '')];
  const { output } = await run();
  expect(output).toMatchObject({ confirmed: 1, rejected: 1 });
  expect((await effectOf(bad)).error).toMatch(/project/);
});

it('lets wait what is under the floor, over the cap or without a route, and says why', async () => {
  await routeTo(jira.connectionId, 'PLAT', { weeklyCap: 1 });
  const [small, first, second] = Array.from({ length: 3 }, nextLineage);
  lineages.wishes = [
    wishFor(small ?? '', { content: contentOf('s', { savings: '24.99' }) }),
    wishFor(first ?? ''),
    wishFor(second ?? ''),
  ];
  const { output } = await run();
  expect(output).toMatchObject({ confirmed: 1, waiting: 2 });
  expect(lineages.waiting).toEqual([
    { lineageId: small, reason: 'saves less than 25 USD a month' },
    { lineageId: second, reason: 'PLAT has had its 1 tickets of this week' },
  ]);
  await database().ticketRoute.deleteMany();
  await run();
  expect(lineages.waiting.at(-1)?.reason).toBe('no route for the unowned queue, and no default route');
});

it('looks after a dead worker’s sending before it sends, when its lease has run out', async () => {
  want(1);
  await run();
  const [id] = want(1);
  await fault('timeoutAfter');
  const stop = new AbortController();
  // A worker that dies in the middle: its row is left sending, its issue is made.
  const effect = run({ signal: stop.signal });
  const isSending = async () => (await database().effect.count({ where: { state: 'sending' } })) === 1;
  while (!(await isSending())) await new Promise((next) => setTimeout(next, 5));
  await database()
    .$executeRaw`UPDATE effects SET lease_until = now() - interval '1 s' WHERE state = 'sending'`;
  const second = await run();
  stop.abort();
  await effect.catch(() => undefined);
  expect(second.output).toMatchObject({ confirmed: 1, found: 1 });
  expect((await effectOf(id)).attempts).toBe(1);
  expect((await jira.issues()).length).toBe(2);
});

it('ends with an error that is tried again when the site is away, and loses nothing', async () => {
  const ids = want(2);
  await jira.control('PUT', 'faults', { rate429: 1, retryAfterSeconds: 0.01 });
  await expect(run()).rejects.toMatchObject({ code: 'rate_limited' });
  await jira.control('PUT', 'faults', { rate429: 0 });
  await run();
  await expectOneEach(ids);
});

it('gets through a site that is bad at everything without losing or doubling', async () => {
  const ids = want(40);
  await jira.control('PUT', 'faults', {
    rate429: 0.05,
    rate429NoRetryAfter: 0.05,
    rate500: 0.05,
    rate500AfterCreate: 0.05,
    cutBeforeCreate: 0.05,
    cutAfterCreate: 0.1,
    timeoutAfterCreate: 0.03,
    indexLagMs: 250,
    retryAfterSeconds: 0.05,
    seed: 7,
  });
  await run();
  await expectOneEach(ids);
});
