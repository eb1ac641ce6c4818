import { beforeEach, expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import * as make from '../testing';
import { listBacktests } from './data';
import { listBacktestsInput } from './schema';
import {
  backtest,
  draftOf,
  everythingElse,
  generateWeek,
  readWeek,
  routeTo,
  type Thing,
} from './testing/weeks';

const rulesOf = (...actions: string[]) => `
ruleset: wants
domain: finops
rules:
${actions
  .map(
    (action) => `  - name: ${action}
    condition: "wants_${action} == true and inv_ok"
    recommend: { action: ${action}, savings: claim, reason: "wants ${action}" }`,
  )
  .join('\n')}
`;

let sourceId = '';
let connectionId = '';
const thing = async (id: string, facts: Thing['facts']): Promise<Thing> => ({
  id: await make.makeResource(id),
  facts: { claim: 100, ...facts },
});

beforeEach(async () => {
  await database().$executeRaw`
    TRUNCATE recommendations_generated, recommendations, lineages, resources, snapshots, sources, rule_sets, runs,
      tickets, ticket_routes, connections CASCADE`;
  sourceId = await make.makeSource('inventory');
  connectionId = await make.makeConnection();
  await routeTo(connectionId, 'FIN', null);
  await routeTo(connectionId, 'WEB', 'web');
});

const found = (page: Awaited<ReturnType<typeof backtest>>) => {
  const { summary, detail } = page;
  if (!summary || !detail) throw new Error('the backtest is not done');
  return { summary, detail };
};

it('a draft is tried from where recommendations stand, and nothing else is written', async () => {
  await make.publishRules(rulesOf('delete', 'stop'));
  const dropped = await thing('dropped', { wants_stop: true });
  const kept = await thing('kept', { wants_delete: true });
  const fresh = await thing('fresh', { wants_upgrade: true, claim: 40 });
  const small = await thing('small', { wants_upgrade: true, claim: 1 });
  await generateWeek(1, [await readWeek(sourceId, 1, [dropped, kept, fresh, small])]);
  const stop = await database().lineage.findFirstOrThrow({ where: { action: 'stop' } });
  await make.openTicket(String(stop.id), connectionId);
  const draft = await draftOf('wants', rulesOf('delete', 'upgrade'));
  const before = await everythingElse();

  const page = await backtest('wants', draft);
  const { summary, detail } = found(page);
  expect(await everythingElse()).toEqual(before);
  expect(page).toMatchObject({ state: 'done', againstVersion: 1, weeks: null, resources: 4, newTickets: 1 });
  expect(summary.share).toBe(0.25);
  expect(summary.weeks).toMatchObject([{ week: '2026-W45', resources: 4, readings: 1 }]);
  // Both would open the ticket that the first generation's finding still waits for; the draft opens one more.
  expect(summary.published).toMatchObject({
    opens: { recommendations: 0, tickets: 1 },
    closes: { recommendations: 0, tickets: 0 },
    stands: { recommendations: 2, tickets: 2, savings: [{ currency: 'USD', amount: '200', count: 2 }] },
    held: [],
  });
  expect(summary.draft).toMatchObject({
    opens: { recommendations: 2, tickets: 2, savings: [{ currency: 'USD', amount: '41', count: 2 }] },
    closes: { recommendations: 1, tickets: 1, savings: [{ currency: 'USD', amount: '100', count: 1 }] },
    stands: { recommendations: 3, tickets: 2, savings: [{ currency: 'USD', amount: '141', count: 3 }] },
    held: [{ reason: 'floor', count: 1 }],
  });
  const rows = detail.samples.map(({ kind, name, hasTicket, before: was, after }) => [
    kind,
    name,
    hasTicket,
    was?.rule ?? null,
    after?.status ?? null,
  ]);
  expect(rows.sort()).toEqual([
    ['closes', 'dropped', true, 'stop', 'withdrawn'],
    ['opens', 'fresh', true, null, 'open'],
    ['opens', 'small', false, null, 'open'],
  ]);
  const closing = detail.samples.find(({ kind }) => kind === 'closes');
  expect(closing?.why).toBe('The rule that found it is no longer in use. The draft has no rule stop in use.');
});

it('weeks are replayed in order with lifecycles: opened, rerouted, gone, and found again', async () => {
  await make.publishRules(rulesOf('delete'));
  const comes = await thing('comes and goes', { wants_stop: true, tags: { owner: 'web' } });
  const moves = await thing('moves', { wants_stop: true, tags: {} });
  const always = await thing('always', { wants_delete: true });
  await generateWeek(1, [await readWeek(sourceId, 1, [comes, moves, always])]);
  const fixed = { ...comes, facts: { ...comes.facts, wants_stop: false } };
  const owned = { ...moves, facts: { ...moves.facts, tags: { owner: 'web' } } };
  await generateWeek(2, [await readWeek(sourceId, 2, [fixed, owned, always])]);
  await generateWeek(4, [await readWeek(sourceId, 4, [comes, owned, always])]);
  const draft = await draftOf('wants', rulesOf('delete', 'stop'));

  const page = await backtest('wants', draft, 4);
  const { summary, detail } = found(page);
  expect(summary.weeks.map(({ week, draft: { opens, closes } }) => [week, opens, closes])).toEqual([
    ['2026-W45', 3, 0],
    ['2026-W46', 0, 1],
    ['2026-W48', 0, 0],
  ]);
  expect(summary.missing).toEqual([{ week: '2026-W47', why: expect.stringContaining('No generation') }]);
  expect(summary.published).toMatchObject({
    opens: { recommendations: 1, tickets: 1 },
    closes: { recommendations: 0 },
    reroutes: { recommendations: 0 },
  });
  expect(summary.draft).toMatchObject({
    opens: { recommendations: 3, tickets: 3 },
    closes: { recommendations: 1, tickets: 1 },
    reopens: { recommendations: 1, tickets: 1 },
    reroutes: { recommendations: 1, tickets: 1 },
    stands: { recommendations: 3, tickets: 3 },
  });
  expect(page.newTickets).toBe(2);
  const board = (projectKey: string) => detail.boards.find(({ name }) => name?.startsWith(`${projectKey} ·`));
  expect(board('FIN')).toMatchObject({ draft: { opens: 2 }, published: { opens: 1 } });
  expect(board('WEB')).toMatchObject({ draft: { opens: 1, reroutes: 1 }, published: { opens: 0 } });
  expect(detail.owners.find(({ name }) => name === 'web')).toMatchObject({
    draft: { opens: 1, closes: 1, reopens: 1, reroutes: 1 },
  });
  const rerouted = detail.samples.find(({ kind }) => kind === 'reroutes');
  expect(rerouted).toMatchObject({ name: 'moves', owner: 'web', before: null });
  expect(rerouted?.why).toMatch(/^Its ticket was of FIN · .* and would be of WEB · /);
});

it('a finding that was not covered stays as it is', async () => {
  await make.publishRules(rulesOf('delete'));
  const one = await thing('one', { wants_delete: true });
  await generateWeek(1, [await readWeek(sourceId, 1, [one])]);
  const partial = await make.makeSnapshot({ sourceId, through: make.hour(2 * 168 - 1), level: 'partial' });
  const other = await thing('other', {});
  await database().$executeRaw`
    INSERT INTO resource_facts (snapshot_id, resource_id, facts) VALUES (${BigInt(partial)}, ${BigInt(other.id)}, '{}')`;
  await generateWeek(2, [partial]);
  const draft = await draftOf('wants', `${rulesOf('delete')}# the same rules\n`);
  const { summary } = found(await backtest('wants', draft, 2));
  expect(summary.draft.closes).toMatchObject({ recommendations: 0 });
  expect(summary.draft.stands).toMatchObject({ recommendations: 1, tickets: 1 });
  expect(summary.newTickets).toBe(0);
});

it('what another set finds as well does not end with the rule that is dropped', async () => {
  await make.publishRules(rulesOf('delete', 'stop'));
  await make.publishRules(rulesOf('delete').replace('ruleset: wants', 'ruleset: another'));
  const both = await thing('both', { wants_delete: true });
  await generateWeek(1, [await readWeek(sourceId, 1, [both])]);
  const draft = await draftOf('wants', rulesOf('stop'));
  const { summary } = found(await backtest('wants', draft));
  expect(summary.draft.closes).toMatchObject({ recommendations: 0 });
});

it('each backtest stays to be looked at, and the list finds those of one text', async () => {
  await make.publishRules(rulesOf('delete'));
  await generateWeek(1, [await readWeek(sourceId, 1, [await thing('one', { wants_stop: true })])]);
  const draft = await draftOf('wants', rulesOf('stop'));
  const first = await backtest('wants', draft);
  const again = await backtest('wants', draft, 1);
  expect(first.detail).not.toBeNull();
  const list = (checksum?: string) =>
    listBacktests(database(), listBacktestsInput.parse({ slug: 'wants', checksum }));
  expect((await list()).items.map(({ id }) => id)).toEqual([again.id, first.id]);
  expect((await list(first.checksum)).items).toHaveLength(2);
  expect((await list('f'.repeat(64))).items).toEqual([]);
});
