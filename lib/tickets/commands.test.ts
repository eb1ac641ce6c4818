import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { readEffect } from '@/lib/effects/views.data';
import { systemActor } from '@/lib/people/schema';
import { jobContext, Lineages, routeTo, startTestJira, type TestJira, wishFor } from '@/scripts/testing/jira';
import { answerEffect, relinkTicket } from './commands';
import { makeDistributeJob } from './job';
import { removeAccountOwner, removeRoute, saveAccountOwner, saveRoute } from './routes.commands';
import { listAccountOwners, listRoutes } from './routes.data';
import { listTicketsInput } from './schema';
import { listTickets, readTicketDetail, summariseTickets } from './views.data';

const timing = { requestTimeoutMs: 1500, indexLagMs: 50, leaseMs: 5000, backoffBaseMs: 5, backoffCapMs: 20 };
const actor = { ...systemActor('Ana'), kind: 'user', id: '1' } as const;

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

const distribute = () =>
  makeDistributeJob(lineages.hooks, { timing }).run(jobContext({ connectionId: jira.connectionId }));

/** An effect that can be neither found nor shown absent: the only create in an empty project, cut. */
async function park() {
  lineages.wishes = [wishFor('1')];
  await jira.control('POST', 'faults/next', { kind: 'cutBefore' });
  await distribute();
  const { id } = await database().effect.findFirstOrThrow({ where: { state: 'parked' } });
  return String(id);
}

async function createByHand(summary = 'made by hand') {
  const response = await fetch(`${jira.site.url}/rest/api/3/issue`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from('robot@sandbox.local:sandbox-token').toString('base64')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ fields: { project: { key: 'PLAT' }, issuetype: { name: 'Task' }, summary } }),
  });
  const { key }: { key: string } = await response.json();
  return key;
}

const answering = {
  actor,
  onTicketOpened: async (...opened: Parameters<Lineages['hooks']['onTicketOpened']>) =>
    lineages.hooks.onTicketOpened(...opened),
};

it('links the issue a person names, maps it, and writes who said so', async () => {
  const effectId = await park();
  const issueKey = await createByHand();
  await answerEffect({ ...answering, effectId, answer: { kind: 'link', issueKey } });
  const { state, history } = await readEffect(database(), effectId);
  expect(state).toBe('confirmed');
  expect(history.at(-1)).toMatchObject({
    deed: 'answer',
    outcome: 'confirmed',
    detail: `Ana linked ${issueKey}`,
  });
  const ticket = await database().ticket.findFirstOrThrow();
  expect(lineages.opened).toEqual([{ lineageId: '1', ticketId: String(ticket.id) }]);
  const events = await database().auditEvent.findMany({
    where: { action: 'effect.answered', subjectId: effectId },
  });
  expect(events).toMatchObject([{ actorName: 'Ana', after: { state: 'confirmed', issueKey } }]);
});

it('creates anyway when a person says so', async () => {
  const effectId = await park();
  expect(await answerEffect({ ...answering, effectId, answer: { kind: 'create_anyway' } })).toEqual({
    state: 'intended',
  });
  expect((await distribute()).output.confirmed).toBe(1);
  expect(await jira.issues()).toHaveLength(1);
});

it('takes one answer only', async () => {
  const effectId = await park();
  const answer = { kind: 'create_anyway' } as const;
  await answerEffect({ ...answering, effectId, answer });
  await expect(answerEffect({ ...answering, effectId, answer })).rejects.toMatchObject({ code: 'conflict' });
});

it('refuses to link an issue that is not there or is another lineage’s', async () => {
  lineages.wishes = [wishFor('5')];
  await distribute();
  await database().effect.updateMany({ where: { subject: 'lineage:5' }, data: { subject: 'lineage:6' } });
  await database().effect.updateMany({ data: { state: 'parked' } });
  const { id } = await database().effect.findFirstOrThrow();
  for (const issueKey of ['PLAT-99', 'PLAT-1']) {
    const answer = { kind: 'link', issueKey } as const;
    await expect(answerEffect({ ...answering, effectId: String(id), answer })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  }
});

it('sends a refused one again, made anew after what was wrong is mended', async () => {
  await routeTo(jira.connectionId, 'NOPE');
  lineages.wishes = [wishFor('1')];
  await distribute();
  const { id } = await database().effect.findFirstOrThrow({ where: { state: 'rejected' } });
  await routeTo(jira.connectionId, 'DATA');
  expect((await distribute()).output.confirmed).toBe(0);
  await answerEffect({ ...answering, effectId: String(id), answer: { kind: 'create_anyway' } });
  expect((await distribute()).output.confirmed).toBe(1);
  expect((await jira.issues())[0]?.project).toBe('DATA');
});

it('points a ticket whose issue was deleted at another one', async () => {
  lineages.wishes = [wishFor('1')];
  await distribute();
  const { id } = await database().ticket.findFirstOrThrow();
  await database().ticket.updateMany({ data: { deletedAt: new Date(), syncState: 'deleted' } });
  const issueKey = await createByHand('the new one');
  const { onTicketChange } = lineages.hooks;
  await relinkTicket({ actor, ticketId: String(id), issueKey, onTicketChange });
  expect(await readTicketDetail(database(), String(id))).toMatchObject({
    key: issueKey,
    summary: 'the new one',
    syncState: 'in_sync',
    deletedAt: null,
  });
  expect(lineages.changes).toMatchObject([{ kind: 'restored', to: 'new' }]);
});

it('lists tickets worst first and shows one with both sides and all that was tried', async () => {
  lineages.wishes = ['1', '2', '3'].map((id) => wishFor(id));
  await jira.control('POST', 'faults/next', { kind: 'cutAfter' });
  await distribute();
  await database().ticket.updateMany({ where: { subject: 'lineage:2' }, data: { syncState: 'conflict' } });
  const first = await listTickets(database(), listTicketsInput.parse({ limit: 2 }));
  expect(first.items.map((ticket) => ticket.lineageId)).toEqual(['2', expect.any(String)]);
  const rest = await listTickets(database(), listTicketsInput.parse({ limit: 2, cursor: first.nextCursor }));
  expect(rest.items).toHaveLength(1);
  expect(rest.nextCursor).toBeNull();
  const ticket = await database().ticket.findFirstOrThrow({ where: { subject: 'lineage:1' } });
  const detail = await readTicketDetail(database(), String(ticket.id));
  expect(detail.drift.map(({ field, verdict }) => `${field}: ${verdict}`)).toEqual([
    'status: agree',
    'summary: agree',
  ]);
  expect(detail.effects[0]?.history[0]).toMatchObject({ deed: 'send', outcome: 'uncertain' });
  const summary = await summariseTickets(database());
  expect(summary.effects).toEqual([{ state: 'confirmed', count: 3 }]);
  expect(summary.bySyncState).toContainEqual({ syncState: 'conflict', count: 1 });
});

it('keeps one route an owner and one default, and audits each change', async () => {
  const { connectionId } = jira;
  await saveRoute({ actor, owner: 'team-a', connectionId, projectKey: 'DATA' });
  const changed = await saveRoute({ actor, owner: 'Team-A', connectionId, projectKey: 'WEB', weeklyCap: 3 });
  await saveRoute({ actor, owner: null, connectionId, projectKey: 'FIN' });
  const routes = await listRoutes(database());
  expect(routes.map(({ owner, projectKey }) => [owner, projectKey])).toEqual([
    ['Team-A', 'WEB'],
    [null, 'FIN'],
  ]);
  await removeRoute({ actor, routeId: changed.id });
  await expect(removeRoute({ actor, routeId: changed.id })).rejects.toMatchObject({ code: 'not_found' });
  expect(await database().auditEvent.count({ where: { subjectKind: 'route' } })).toBe(4);
});

it('keeps who owns an account', async () => {
  await saveAccountOwner({ actor, provider: 'AWS', account: '4411', owner: 'team-a' });
  await saveAccountOwner({ actor, provider: 'AWS', account: '4411', owner: 'team-b' });
  expect(await listAccountOwners(database())).toEqual([
    { provider: 'AWS', account: '4411', owner: 'team-b' },
  ]);
  await removeAccountOwner({ actor, provider: 'AWS', account: '4411' });
  await expect(removeAccountOwner({ actor, provider: 'AWS', account: '4411' })).rejects.toMatchObject({
    code: 'not_found',
  });
});
