import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import {
  contentOf,
  jobContext,
  Lineages,
  routeTo,
  startTestJira,
  type TestJira,
  wishFor,
} from '@/scripts/testing/jira';
import { makeDistributeJob, makeMonitorJob } from './job';

const timing = {
  requestTimeoutMs: 3000,
  indexLagMs: 100,
  leaseMs: 9000,
  backoffBaseMs: 5,
  backoffCapMs: 20,
  pagePauseMs: 0,
};

let jira: TestJira;
let lineages: Lineages;

beforeAll(async () => {
  jira = await startTestJira();
});
afterAll(() => jira.site.close());

beforeEach(async () => {
  await database().$executeRaw`TRUNCATE effect_attempts, effects, ticket_moves, tickets, sync_cursors,
    unreadable_issues CASCADE`;
  await jira.control('POST', 'reset');
  await jira.control('PUT', 'faults', { ceilings: false });
  await routeTo(jira.connectionId, 'PLAT');
  lineages = new Lineages();
});

const distribute = () =>
  makeDistributeJob(lineages.hooks, { timing }).run(jobContext({ connectionId: jira.connectionId }));
const poll = (more = {}) =>
  makeMonitorJob(lineages.hooks, { timing }).run(jobContext({ connectionId: jira.connectionId }, more));

async function open(count = 1) {
  lineages.wishes = Array.from({ length: count }, (_, index) => wishFor(String(index + 1)));
  await distribute();
}

const person = (key: string, deed: string, body = {}) => jira.control('POST', `issues/${key}/${deed}`, body);
const ticketOf = (key: string) => database().ticket.findFirstOrThrow({ where: { key } });
const cursor = () => database().syncCursor.findUnique({ where: { connectionId: jira.connectionId } });

async function pretendDayPassed() {
  await database().$executeRaw`UPDATE sync_cursors SET last_checked_at = last_checked_at - interval '25 h'`;
}

it('tells a person’s move once, with the tracker’s own time', async () => {
  await open(2);
  await person('PLAT-1', 'transition', { to: 'In Progress' });
  await poll();
  await poll();
  const { updatedAt, id, ...ticket } = await ticketOf('PLAT-1');
  expect(ticket).toMatchObject({
    status: 'In Progress',
    statusCategory: 'indeterminate',
    syncState: 'in_sync',
  });
  expect(lineages.changes).toEqual([
    {
      ticketId: String(id),
      at: updatedAt,
      kind: 'moved',
      from: 'new',
      to: 'indeterminate',
      resolution: null,
      isWontDo: false,
    },
  ]);
  const moves = await database().ticketMove.findMany();
  expect(moves).toMatchObject([{ fromStatus: 'To Do', toStatus: 'In Progress', at: updatedAt }]);
  expect(ticket.firstMovedAt).toEqual(updatedAt);
});

it('tells closing as done from closing as won’t do', async () => {
  await open(2);
  await person('PLAT-1', 'transition', { to: 'Done' });
  await person('PLAT-2', 'transition', { to: "Won't Do" });
  await poll();
  expect(lineages.changes.map(({ to, isWontDo, resolution }) => ({ to, isWontDo, resolution }))).toEqual([
    { to: 'done', isWontDo: false, resolution: 'Done' },
    { to: 'done', isWontDo: true, resolution: "Won't Do" },
  ]);
  expect((await ticketOf('PLAT-1')).closedAt).not.toBeNull();
});

it('moves the cursor to the poll’s start by the tracker’s clock, not ours', async () => {
  await jira.control('PUT', 'clock', { at: '2026-01-05T10:00:00.000Z' });
  await open();
  await poll();
  expect((await cursor())?.lastPolledAt?.toISOString()).toBe('2026-01-05T10:00:00.000Z');
  await jira.control('PUT', 'clock', { at: '2026-01-05T10:20:00.000Z' });
  await person('PLAT-1', 'transition', { to: 'Done' });
  await poll();
  expect(lineages.changes).toMatchObject([{ to: 'done', at: new Date('2026-01-05T10:20:00.000Z') }]);
});

it('sees what an index showed late, as long as the overlap reaches', async () => {
  await open();
  await poll();
  await jira.control('PUT', 'faults', { indexLagMs: 60_000 });
  await database().$executeRaw`UPDATE effects SET settled_at = settled_at - interval '1 h'`; // no longer recent
  await person('PLAT-1', 'transition', { to: 'Done' });
  await poll();
  expect(lineages.changes).toEqual([]);
  await jira.control('PUT', 'faults', { indexLagMs: 0 });
  await poll();
  expect(lineages.changes).toMatchObject([{ to: 'done' }]);
});

it('leaves the cursor where it was when a page fails, keeps the pages before it, and tells nothing twice', async () => {
  await open(120);
  await poll();
  const before = await cursor();
  await Promise.all(
    Array.from({ length: 120 }, (_, index) => person(`PLAT-${index + 1}`, 'transition', { to: 'Done' })),
  );
  let committed = 0;
  const failAfterFirst = async () => {
    committed = lineages.changes.length;
    await jira.control('POST', 'faults/next', { kind: '500', times: 5, match: { path: '/search/jql' } });
  };
  await expect(poll({ progress: failAfterFirst })).rejects.toMatchObject({ code: 'unavailable' });
  expect(committed).toBe(100);
  const after = await cursor();
  expect(after?.lastPolledAt).toEqual(before?.lastPolledAt);
  expect(after?.lastError).toMatch(/500/);
  const { output } = await poll();
  expect(output.pages).toBe(2);
  expect(lineages.changes).toHaveLength(120);
  expect(new Set(lineages.changes.map((change) => change.ticketId)).size).toBe(120);
  expect((await cursor())?.lastError).toBeNull();
});

it('rolls the page back when what hears of it fails', async () => {
  await open();
  await person('PLAT-1', 'transition', { to: 'Done' });
  const failing = makeMonitorJob(
    { onTicketChange: () => Promise.reject(new Error('no such lineage')) },
    { timing },
  );
  await expect(failing.run(jobContext({ connectionId: jira.connectionId }))).rejects.toThrow(
    'no such lineage',
  );
  expect((await ticketOf('PLAT-1')).status).toBe('To Do');
  await poll();
  expect(lineages.changes).toHaveLength(1);
});

async function reopen() {
  const { id } = await ticketOf('PLAT-1');
  const content = contentOf('1', { reason: 'Found again after closing' });
  lineages.wishes = [wishFor('1', { deed: 'reopen', sequence: 'd9', ticketId: String(id), content })];
  return distribute();
}

it('reopens an issue, says why, and takes its own move for no news', async () => {
  await open();
  await person('PLAT-1', 'transition', { to: 'Done' });
  await poll();
  lineages.changes = [];
  expect((await reopen()).output.confirmed).toBe(2);
  expect(await ticketOf('PLAT-1')).toMatchObject({
    statusCategory: 'new',
    syncState: 'in_sync',
    closedAt: null,
  });
  await poll();
  expect(lineages.changes).toEqual([]);
  const effects = await database().effect.findMany({ orderBy: { id: 'asc' } });
  expect(effects.map(({ key, state }) => `${key} ${state}`)).toEqual([
    'ticket.create:1:1 confirmed',
    'ticket.reopen:1:d9 confirmed',
    'ticket.comment:1:d9 confirmed',
  ]);
  await reopen();
  expect(await database().effect.count()).toBe(3);
});

it('tries again when somebody else is changing the issue at that moment', async () => {
  await open();
  await person('PLAT-1', 'transition', { to: 'Done' });
  await poll();
  await jira.control('POST', 'faults/next', { kind: '409' });
  await reopen();
  expect((await ticketOf('PLAT-1')).statusCategory).toBe('new');
  const attempts = await database().effectAttempt.findMany({
    where: { effect: { kind: 'ticket.reopen' } },
    orderBy: { id: 'asc' },
  });
  expect(attempts.map(({ outcome, status }) => [outcome, status])).toEqual([
    ['intended', 409],
    ['confirmed', 204],
  ]);
});

it('tells a person when the issue to reopen is gone', async () => {
  await open();
  await person('PLAT-1', 'delete');
  const { output } = await reopen();
  expect(output).toMatchObject({ confirmed: 0, rejected: 1 });
  expect(lineages.needs).toEqual([{ lineageId: '1', reason: 'the issue is gone or we may not see it' }]);
});

it('does not take an old version from a lagging index for a move back', async () => {
  await open();
  await person('PLAT-1', 'transition', { to: 'Done' });
  await poll();
  // To the index, closing lies an hour back and the reopening has not come through.
  await database().$executeRaw`UPDATE sandbox.jira_versions
    SET changed_at = changed_at - interval '1 h', superseded_at = superseded_at - interval '1 h'`;
  await reopen();
  lineages.changes = [];
  await database().$executeRaw`UPDATE effects SET settled_at = settled_at - interval '1 h'`; // not asked for by id
  await jira.control('PUT', 'faults', { indexLagMs: 60_000 });
  const { output } = await poll();
  expect(output).toMatchObject({ seen: 1, changed: 0 });
  expect(lineages.changes).toEqual([]);
  expect((await ticketOf('PLAT-1')).statusCategory).toBe('new');
});

it('asks past the index for what it touched itself lately', async () => {
  await open();
  await poll(); // the daily check, which asks for everything, is done with
  await jira.control('PUT', 'faults', { indexLagMs: 60_000 });
  await person('PLAT-1', 'transition', { to: 'Done' });
  await poll();
  expect(lineages.changes).toMatchObject([{ to: 'done' }]);
});

it('says a comment once, also when the answer was lost', async () => {
  await open();
  const { id } = await ticketOf('PLAT-1');
  lineages.wishes = [wishFor('1', { deed: 'comment', sequence: '7', ticketId: String(id) })];
  const match = { method: 'POST', path: '/issue/*/comment' };
  await jira.control('POST', 'faults/next', { kind: 'cutAfter', times: 1, match });
  const { output } = await distribute();
  expect(output).toMatchObject({ confirmed: 1, found: 1 });
  expect(await database().$queryRaw`SELECT id FROM sandbox.jira_comments`).toHaveLength(1);
});

it('hears of a deletion in the daily check, and only there', async () => {
  await open(2);
  await poll();
  await person('PLAT-1', 'delete');
  await poll();
  expect(lineages.changes).toEqual([]);
  await pretendDayPassed();
  const { output } = await poll();
  expect(output.deleted).toBe(1);
  const ticket = await ticketOf('PLAT-1');
  expect(ticket).toMatchObject({ syncState: 'deleted', deletedAt: expect.any(Date) });
  expect(lineages.changes).toMatchObject([{ ticketId: String(ticket.id), kind: 'deleted', isWontDo: false }]);
  await pretendDayPassed();
  await poll();
  expect(lineages.changes).toHaveLength(1);
});

it('takes nothing for deleted in a project it may no longer see', async () => {
  await open();
  await database().ticket.updateMany({ data: { externalId: '987654', projectKey: 'HIDDEN' } });
  const { output } = await poll();
  expect(output.deleted).toBe(0);
  expect(lineages.changes).toEqual([]);
});

it('follows an issue that moved to another project', async () => {
  await open();
  await poll();
  await person('PLAT-1', 'move', { project: 'DATA' });
  await poll();
  const ticket = await database().ticket.findFirstOrThrow();
  expect(ticket).toMatchObject({ key: 'DATA-1', projectKey: 'DATA', url: `${jira.site.url}/browse/DATA-1` });
});

it('gives an issue it cannot read a row of its own and reads the rest', async () => {
  await open(2);
  await person('PLAT-2', 'transition', { to: 'Done' });
  await database()
    .$executeRaw`UPDATE sandbox.jira_versions SET project = 'GONE', updated = now() WHERE key = 'PLAT-1'`;
  const { warnings } = await poll();
  expect(warnings).toHaveLength(1);
  expect(lineages.changes).toHaveLength(1);
  const rows = await database().unreadableIssue.findMany();
  expect(rows).toMatchObject([{ externalId: (await ticketOf('PLAT-1')).externalId }]);
  expect(rows[0]?.error).toMatch(/project/);
  expect((await ticketOf('PLAT-1')).syncState).toBe('unreadable');

  await database()
    .$executeRaw`UPDATE sandbox.jira_versions SET project = 'PLAT', updated = now() WHERE key = 'PLAT-1'`;
  await poll();
  expect(await database().unreadableIssue.count()).toBe(0);
  expect((await ticketOf('PLAT-1')).syncState).toBe('in_sync');
});

it('adopts what only they changed; where both sides changed it is a conflict for people', async () => {
  await open(3);
  await database().$executeRaw`UPDATE tickets SET ours = ours || '{"summary": "ours"}' WHERE key <> 'PLAT-1'`;
  await person('PLAT-1', 'edit', { summary: 'theirs' });
  await person('PLAT-2', 'edit', { summary: 'theirs' });
  await person('PLAT-3', 'transition', { to: 'In Progress' });
  await poll();
  expect(await ticketOf('PLAT-1')).toMatchObject({ syncState: 'in_sync', ours: { summary: 'theirs' } });
  expect(await ticketOf('PLAT-2')).toMatchObject({
    syncState: 'conflict',
    ours: { summary: 'ours' },
    theirs: { summary: 'theirs' },
  });
  expect(await ticketOf('PLAT-3')).toMatchObject({ syncState: 'ours_ahead' });
});

it('leaves alone issues that carry our label and are not ours', async () => {
  await open();
  const [ours] = await jira.issues();
  await database().ticket.deleteMany();
  await poll();
  expect(ours?.labels).toContain('evenkeel');
  expect(await database().ticket.count()).toBe(0);
});
