import { beforeEach, expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { createExemption, endExemption } from '../exemptions/commands';
import type { CreateExemptionInput } from '../exemptions/schema';
import * as make from '../testing';
import type { BacktestPage } from './schema';
import { actor, backtest, draftOf, generateWeek, readWeek, routeTo, type Thing, WEEK } from './testing/weeks';

const RULES = `
ruleset: wants
domain: finops
rules:
  - name: delete
    condition: "wants_delete == true and inv_ok"
    recommend: { action: delete, savings: claim, reason: "wants delete" }
  - name: upgrade
    condition: "wants_upgrade == true and inv_ok"
    recommend: { action: upgrade, savings: claim, reason: "wants upgrade" }
`;
const NOTHING_FOUND = RULES.replaceAll('== true', "== 'never'");

let sourceId = '';
beforeEach(async () => {
  await database().$executeRaw`
    TRUNCATE recommendations_generated, recommendations, lineages, resources, snapshots, sources, rule_sets, runs,
      tickets, ticket_routes, connections, exemptions CASCADE`;
  sourceId = await make.makeSource('inventory');
  await routeTo(await make.makeConnection(), 'FIN', null);
});

const thing = async (name: string, facts: Thing['facts'] = { wants_delete: true }): Promise<Thing> => ({
  id: await make.makeResource(name),
  facts: { claim: 100, ...facts },
});
const week = async (number: number, ...things: Thing[]) =>
  generateWeek(number, [await readWeek(sourceId, number, things)]);

/** In force from an hour before the generation of one week until an hour before that of another. */
const exempt = (thing: Thing, from: number, until: number, given: Partial<CreateExemptionInput> = {}) =>
  createExemption({
    ...{ actor, what: { kind: 'resource', resourceId: thing.id }, reason: 'Kept for the audit', ...given },
    until: make.hour(until * WEEK - 1).toISOString(),
    clock: () => make.hour(from * WEEK - 1),
  });

/** By week: tickets that a side opens and closes. */
const weeksOf = ({ summary }: BacktestPage, side: 'draft' | 'published') =>
  summary?.weeks.map((each) => [each[side].opens, each[side].closes]);

it('what is exempt in a replayed week is not found in it, is withdrawn, and comes back when the exemption is over', async () => {
  await make.publishRules(NOTHING_FOUND);
  const [kept, other] = [await thing('kept'), await thing('other')];
  for (const number of [1, 2, 3]) await week(number, kept, other);
  await exempt(kept, 2, 3);
  const page = await backtest('wants', await draftOf('wants', RULES), 3);
  expect(weeksOf(page, 'draft')).toEqual([
    [2, 0],
    [0, 1],
    [0, 0],
  ]);
  expect(page.summary?.draft).toMatchObject({
    closes: { recommendations: 1, tickets: 1 },
    reopens: { recommendations: 1, tickets: 1 },
    stands: { recommendations: 2 },
  });
  const closed = page.detail?.samples.find(({ kind }) => kind === 'closes');
  expect(closed?.why).toMatch(/^It is exempt until 2026-11-\d\d: Kept for the audit/);
});

it('an exemption holds until it was ended, for its action and its set alone', async () => {
  await make.publishRules(NOTHING_FOUND);
  await make.publishRules(RULES.replace('ruleset: wants', 'ruleset: another'));
  const ended = await thing('ended');
  const both = await thing('both', { wants_delete: true, wants_upgrade: true });
  const elsewhere = await thing('elsewhere');
  for (const number of [1, 2]) await week(number, ended, both, elsewhere);
  const { id } = await exempt(ended, 1, 9);
  await endExemption({ actor, id, clock: () => make.hour(2 * WEEK - 1) });
  await exempt(both, 1, 9, { action: 'upgrade', ruleSet: 'wants' });
  await exempt(elsewhere, 1, 9, { ruleSet: 'another' });
  const page = await backtest('wants', await draftOf('wants', RULES), 2);
  const opened = page.detail?.samples
    .filter(({ kind }) => kind === 'opens')
    .map((each) => [each.name, each.action, each.week]);
  expect(opened?.sort()).toEqual([
    ['both', 'delete', '2026-W45'],
    ['elsewhere', 'delete', '2026-W45'],
    ['ended', 'delete', '2026-W46'],
  ]);
});

it('a draft opens nothing for what is exempt now, and what stands of it is withdrawn, as the next generation would', async () => {
  await make.publishRules(RULES.replace('wants_upgrade == true', "wants_upgrade == 'never'"));
  const standing = await thing('standing');
  const fresh = await thing('fresh', { wants_upgrade: true });
  await week(1, standing, fresh);
  await exempt(standing, 1, 3);
  await exempt(fresh, 1, 3);
  const page = await backtest('wants', await draftOf('wants', RULES));
  expect(page).toMatchObject({ newTickets: 0 });
  for (const side of ['draft', 'published'] as const) {
    expect(page.summary?.[side]).toMatchObject({
      opens: { recommendations: 0, tickets: 0 },
      closes: { recommendations: 1 },
      stands: { recommendations: 0 },
    });
  }
});

it('a replay of the published rules ends where the generations of those weeks did, also with what was verified', async () => {
  await make.publishRules(RULES);
  const back = await thing('verified, and back while exempt');
  const fixed = { ...back, facts: { claim: 100, wants_delete: false } };
  await week(1, back);
  const { id } = await database().lineage.findFirstOrThrow();
  const { connectionId } = await database().ticketRoute.findFirstOrThrow();
  await make.openTicket(String(id), String(connectionId));
  await week(2, fixed);
  expect(await database().lineage.findFirst()).toMatchObject({ status: 'verified' });
  await exempt(back, 3, 4);
  await week(3, back);
  expect(await database().lineage.findFirst()).toMatchObject({ status: 'withdrawn' });
  const draft = await draftOf('wants', `${RULES}# the same rules\n`);
  const away = await backtest('wants', draft, 3);
  expect(away.summary?.published).toMatchObject({
    closes: { recommendations: 1 }, // once, when it was verified
    reopens: { recommendations: 0 },
    stands: { recommendations: 0 },
  });
  await week(4, back);
  expect(await database().lineage.findFirst()).toMatchObject({ status: 'open', isRegressed: false });
  const again = await backtest('wants', draft, 4);
  expect(again.summary?.draft).toMatchObject({
    reopens: { recommendations: 1 },
    stands: { recommendations: 1 },
  });
});
