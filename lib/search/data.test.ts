import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import * as catalogue from '@/lib/catalog/testing';
import { database } from '@/lib/core/db';
import * as make from '@/lib/recommendations/testing';
import { searchRecords } from './data';
import { searchInput } from './schema';

const search = async (q: string, role: 'viewer' | 'admin' = 'viewer') =>
  (await searchRecords(database(), { q, role })).items;
const told = async (q: string, role?: 'viewer' | 'admin') =>
  (await search(q, role)).map(({ kind, title }) => `${kind} ${title}`);

let deleteAlpha = '';
let ticketKey = '';
const runId = randomUUID();

/** Alpha and alphabet are to be deleted, alpha with a ticket; there is a third resource that nothing was found for. */
beforeAll(async () => {
  await make.publishRules(make.WANTS);
  const bill = await make.makeSource('focus', 'The AWS bill');
  const snapshotId = await make.makeSnapshot({
    sourceId: bill,
    through: make.hour(1),
    from: make.hour(-700),
  });
  const sources = [{ sourceId: bill, snapshotId }];
  const resources = [];
  for (const [nativeId, claim] of [
    ['Alpha', 10],
    ['alphabet', 99],
  ] as const) {
    const id = await make.makeResource(nativeId);
    resources.push(make.known({ id, facts: { wants_delete: true, claim }, sources }));
  }
  await make.makeResource('alphorn');
  await make.generate({ snapshotIds: [snapshotId], resources, clock: () => make.hour(2) });
  const lineage = await database().lineage.findFirstOrThrow({ where: { resource: { nativeId: 'Alpha' } } });
  deleteAlpha = String(lineage.id);
  await make.openTicket(deleteAlpha, await make.makeConnection());
  const ticket = await database().ticket.findFirstOrThrow();
  ticketKey = ticket.key;
  const run = {
    input: {},
    requestedBy: 'test',
    trigger: 'schedule',
    state: 'succeeded',
    endedAt: make.hour(2),
  } as const;
  await database().run.createMany({
    data: [
      { ...run, id: runId, graph: 'sync-tickets', key: 'sync-tickets:2026-11-01' },
      { ...run, graph: 'recommend', key: 'recommend:2026-W45' },
    ],
  });
  await database().user.create({
    data: { email: 'ana@example.com', name: 'Ana Alpher', role: 'viewer', passwordHash: 'x' },
  });
});

it('finds recommendations by how their resource begins, in any case: the exact one first, however much the other saves', async () => {
  expect(await told('alpha')).toEqual(['recommendation Alpha', 'recommendation alphabet']);
  expect(await told('ALPHAB')).toEqual(['recommendation alphabet']);
  expect((await search('alpha')).map(({ isExact }) => isExact)).toEqual([true, false]);
});

it('a ticket’s key finds the ticket and what it is about', async () => {
  const hits = await search(ticketKey.toLowerCase());
  expect(hits.slice(0, 2)).toMatchObject([
    { kind: 'recommendation', id: deleteAlpha, isExact: true },
    { kind: 'ticket', title: ticketKey, isExact: true },
  ]);
  expect(await told('a ticket')).toEqual([`ticket ${ticketKey}`]);
});

it('a number finds the recommendation whose address has it', async () => {
  expect(await search(deleteAlpha)).toMatchObject([
    { kind: 'recommendation', id: deleteAlpha, isExact: true },
  ]);
});

it('finds runs by key, by graph and by how their id begins, each once', async () => {
  expect(await told('sync-tick')).toEqual(['run sync-tickets']);
  expect(await told('recommend:2026-w45')).toEqual(['run recommend']);
  for (const part of [runId, runId.slice(0, 8), runId.slice(0, 11)]) {
    expect((await search(part)).filter(({ kind }) => kind === 'run')).toMatchObject([{ id: runId }]);
  }
});

it('looks into the middle of what people named: sources and rule sets', async () => {
  expect(await told('aws')).toEqual(['source The AWS bill']);
  expect(await told('ants')).toEqual(['rule_set wants']);
});

it('finds records of the catalogue by how their key or their name begins, by the key first', async () => {
  const { definitionId } = await catalogue.makeWorld({ rows: 0 });
  const record = { definitionId, mirror: {}, seqs: {}, agreed: {}, isAssumed: true, updatedAt: make.hour(1) };
  const named = { '7001': 'Iris Noir', '70012': 'Vetiver', 'A/7': 'iris blanc', B: '7001 Nights' };
  await database().catalogRecord.createMany({
    data: Object.entries(named).map(([key, name]) => ({ ...record, key, expected: { name, cost: '7' } })),
  });
  expect(await told('IRIS')).toEqual(['record iris blanc', 'record Iris Noir']);
  expect(await told('7001')).toEqual(['record Iris Noir', 'record 7001 Nights', 'record Vetiver']);
  expect((await search('a/7')).map(({ id, isExact }) => [id, isExact])).toEqual([
    [`${definitionId}/A/7`, true],
  ]);
  await database().catalogRecord.updateMany({
    where: { key: '70012' },
    data: { expected: { name: 'Amber' } },
  });
  expect(await told('vetiv')).toEqual([]);
  expect(await told('amb')).toEqual(['record Amber']);
});

it('shows users to administrators only', async () => {
  expect(await told('ana')).toEqual([]);
  expect(await told('ana', 'admin')).toEqual(['user Ana Alpher']);
  expect(await told('ana@ex', 'admin')).toEqual(['user Ana Alpher']);
});

it('takes what a person types as it is: no character of it means anything else', async () => {
  for (const text of ['%', '_lpha', "al'pha", '\\', 'alpha\u0000', '😀'])
    expect(await search(text)).toEqual([]);
});

it('gives five of a kind at most', async () => {
  await database().source.createMany({
    data: Array.from({ length: 9 }, (_, n) => ({ name: `many ${n}`, kind: 'focus' as const, config: {} })),
  });
  expect(await search('many')).toHaveLength(5);
});

it('asks for something, and not for a book', () => {
  expect(searchInput.safeParse({ q: '  ' }).success).toBe(false);
  expect(searchInput.safeParse({ q: 'x'.repeat(101) }).success).toBe(false);
});
