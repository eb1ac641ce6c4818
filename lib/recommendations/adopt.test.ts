import { afterAll, beforeAll, expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { systemActor } from '@/lib/people/schema';
import { makeDistributeJob } from '@/lib/tickets/job';
import { jobContext, Lineages, routeTo, startTestJira, type TestJira, wishFor } from '@/scripts/testing/jira';
import { adoptTicket } from './adopt.commands';
import * as make from './testing';

const actor = { ...systemActor('Ana'), kind: 'user', id: '1' } as const;
let jira: TestJira;
let ids: string[] = [];

/** Three findings without a ticket. */
beforeAll(async () => {
  jira = await startTestJira();
  await jira.control('PUT', 'faults', { ceilings: false });
  await routeTo(jira.connectionId, 'PLAT');
  await make.publishRules(make.WANTS);
  const sourceId = await make.makeSource('focus');
  const snapshotId = await make.makeSnapshot({ sourceId, through: make.hour(1) });
  const resources = [];
  for (const name of ['a', 'b', 'c']) {
    const id = await make.makeResource(name);
    resources.push(
      make.known({ id, facts: { wants_delete: true, claim: 30 }, sources: [{ sourceId, snapshotId }] }),
    );
  }
  await make.generate({ snapshotIds: [snapshotId], resources, clock: () => make.hour(2) });
  ids = (await database().lineage.findMany({ orderBy: { id: 'asc' } })).map(({ id }) => String(id));
});
afterAll(() => jira.site.close());

async function issueByHand(summary: string) {
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

const adopt = (id: string | undefined, issueKey: string) =>
  adoptTicket({ actor, id: id ?? '', connectionId: jira.connectionId, issueKey });

it('the issue becomes the ticket, every recommendation of the lineage is mapped, and it is audited', async () => {
  const key = await issueByHand('opened by people');
  const { ticketId } = await adopt(ids[0], key);
  const ticket = await database().ticket.findUniqueOrThrow({ where: { id: BigInt(ticketId) } });
  expect(ticket).toMatchObject({ key, summary: 'opened by people', subject: `lineage:${ids[0]}` });
  const mapped = await database().recommendationTicketMap.findMany({ where: { ticketId: ticket.id } });
  expect(mapped).toHaveLength(1);
  const events = await database().auditEvent.findMany({ where: { action: 'recommendation.ticket_adopted' } });
  expect(events).toMatchObject([{ actorName: 'Ana', subjectId: ids[0], after: { key } }]);
});

it('a distribution that is about to open one finds that it is done', async () => {
  const key = await issueByHand('opened meanwhile');
  await adopt(ids[1], key);
  const before = (await jira.issues()).length;
  const lineages = new Lineages();
  lineages.wishes = [wishFor(ids[1] ?? '')]; // as it was read before the issue was adopted
  await makeDistributeJob(lineages.hooks).run(jobContext({ connectionId: jira.connectionId }));
  expect(await jira.issues()).toHaveLength(before);
});

it('refuses what has a ticket, an issue that is taken, and one that is not there', async () => {
  const key = await issueByHand('another');
  await expect(adopt(ids[0], key)).rejects.toMatchObject({ code: 'conflict' });
  const taken = await database().ticket.findFirstOrThrow();
  await expect(adopt(ids[2], taken.key)).rejects.toMatchObject({ code: 'invalid_input' });
  await expect(adopt(ids[2], 'PLAT-99999')).rejects.toMatchObject({ code: 'invalid_input' });
  await expect(adopt('999999', key)).rejects.toMatchObject({ code: 'not_found' });
});

it('refuses while an opening is in doubt: that is answered first', async () => {
  await database().effect.create({
    data: {
      ...{ key: `ticket.create:${ids[2]}:1`, kind: 'ticket.create', subject: `lineage:${ids[2]}` },
      ...{ connectionId: jira.connectionId, state: 'uncertain', payload: {}, frozen: true },
      ...{ uncertainSince: new Date(), horizonAt: new Date() },
    },
  });
  await expect(adopt(ids[2], await issueByHand('in doubt'))).rejects.toMatchObject({ code: 'conflict' });
  expect(await database().ticket.findFirst({ where: { summary: 'in doubt' } })).toBeNull();
});
