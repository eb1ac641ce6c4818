import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { jobContext, Lineages, routeTo, startTestJira, type TestJira, wishFor } from '@/scripts/testing/jira';
import { makeDistributeJob, makeLookUpJob } from './job';

const timing = { requestTimeoutMs: 500, indexLagMs: 300, leaseMs: 5000, backoffBaseMs: 5, backoffCapMs: 20 };

let jira: TestJira;
let lineages: Lineages;

beforeAll(async () => {
  jira = await startTestJira();
});
afterAll(() => jira.site.close());

beforeEach(async () => {
  await database().$executeRaw`TRUNCATE effect_attempts, effects, ticket_moves, tickets CASCADE`;
  await jira.control('POST', 'reset');
  await jira.control('PUT', 'faults', { ceilings: false });
  await routeTo(jira.connectionId, 'PLAT');
  lineages = new Lineages();
});

/** Sends what lineages want and stops there, before anything is looked after. */
async function distributeOnce() {
  const stop = new AbortController();
  const context = jobContext(
    { connectionId: jira.connectionId },
    { signal: stop.signal, progress: async () => stop.abort() },
  );
  await expect(makeDistributeJob(lineages.hooks, { timing }).run(context)).rejects.toThrow();
}

const look = () =>
  makeLookUpJob(lineages.hooks, { timing }).run(jobContext({ connectionId: jira.connectionId }));
const states = async () =>
  (await database().effect.findMany({ orderBy: { id: 'asc' } })).map(({ state }) => state);

it('an issue that Jira made without telling us is found and becomes the ticket', async () => {
  lineages.wishes = [wishFor('1')];
  await jira.control('POST', 'faults/next', { kind: 'cutAfter', match: { method: 'POST', path: '/issue' } });
  await distributeOnce();
  expect(await states()).toEqual(['uncertain']);
  const { output, warnings } = await look();
  expect(output).toEqual({ found: 1, absent: 0, open: 0 });
  expect(warnings).toEqual([]);
  expect(await states()).toEqual(['confirmed']);
  expect(lineages.opened).toMatchObject([{ lineageId: '1' }]);
  expect(await jira.issues()).toHaveLength(1);
});

it('what was never made is not sent, however often one looks', async () => {
  lineages.wishes = [wishFor('1'), wishFor('2')];
  await jira.control('POST', 'faults/next', { kind: 'cutBefore', match: { method: 'POST', path: '/issue' } });
  await distributeOnce();
  const before = (await jira.issues()).length;
  await look();
  const { output } = await look();
  expect(output).toMatchObject({ found: 0 });
  expect(await states()).not.toContain('sending');
  expect(await jira.issues()).toHaveLength(before);
});

it('with nothing to tell it by, it stays uncertain and says so, and nobody is asked yet', async () => {
  lineages.wishes = [wishFor('1')];
  await jira.control('POST', 'faults/next', { kind: 'cutBefore', match: { method: 'POST', path: '/issue' } });
  await distributeOnce();
  const { output, warnings } = await look();
  expect(output).toEqual({ found: 0, absent: 0, open: 1 });
  expect(warnings).toEqual(['1 is still uncertain: the next distribution goes on with it']);
  expect(await states()).toEqual(['uncertain']);
  expect(lineages.needs).toEqual([]);
});
