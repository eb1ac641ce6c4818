import { beforeAll, describe, expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { addAmounts } from '@/lib/core/money';
import { listRecommendations, readChoices, totalRecommendations } from './data';
import { readRecommendationDetail } from './detail.data';
import { listRecommendationsInput } from './schema';
import { readOverview } from './summary';
import * as make from './testing';

const input = (given: Record<string, unknown> = {}) => listRecommendationsInput.parse(given);
const list = async (given: Record<string, unknown> = {}) =>
  (await listRecommendations(database(), input(given))).items;
const NOW = make.hour(26);

/** Five resources: savings of 10, 20, 30 and 40 to be had by deleting, the last one in euro; the first is to be resized too, for as much. */
beforeAll(async () => {
  await make.publishRules(make.WANTS);
  const bill = await make.makeSource('focus', 'AWS bill');
  const snapshotId = await make.makeSnapshot({
    sourceId: bill,
    through: make.hour(1),
    from: make.hour(-700),
  });
  const connectionId = await make.makeConnection();
  const resources = [];
  for (const [index, name] of ['alpha', 'beta', 'gamma', 'delta'].entries()) {
    const id = await make.makeResource(name);
    const facts = { wants_delete: true, wants_resize: index === 0, claim: (index + 1) * 10 };
    const known = make.known({ id, facts, sources: [{ sourceId: bill, snapshotId }] });
    resources.push({ ...known, currency: index === 3 ? 'EUR' : 'USD' });
    await database().resourceFacts.create({
      data: {
        snapshotId: BigInt(snapshotId),
        resourceId: BigInt(id),
        facts,
        money: { claim: '10.00' },
        currency: 'USD',
      },
    });
  }
  await make.generate({ snapshotIds: [snapshotId], resources, clock: () => make.hour(2) });
  await make.openTicket('3', connectionId);
});

describe('the list', () => {
  it('has the largest saving first', async () => {
    expect((await list()).map(({ savings }) => savings)).toEqual(['40', '30', '20', '10', '10']);
  });

  it.each([
    [{ hasTicket: 'true' }, ['3']],
    [{ q: 'gamma' }, ['4']],
    [{ action: 'resize' }, ['1']],
    [{ status: ['closed'] }, []],
    [{ owner: '', currency: 'EUR' }, ['5']],
    [{ isExcluded: 'true' }, ['2']],
    [{ set: 'wants', kind: 'instance', account: '1', isCovered: 'true', action: 'delete', q: 'alp' }, ['2']],
  ])('narrowed by %j', async (given, ids) => {
    expect((await list(given)).map(({ id }) => id)).toEqual(ids);
    expect((await totalRecommendations(database(), input(given))).count).toBe(ids.length);
  });

  it('goes on where its page ended, by any column', async () => {
    for (const sort of [
      'saving',
      '-found',
      'resource',
      'owner',
      '-ticket',
      'rule',
      'state',
      'action',
      'seen',
      'changed',
    ]) {
      const all: string[] = [];
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page = await listRecommendations(
          database(),
          input({ sort, limit: 2, ...(cursor ? { cursor } : {}) }),
        );
        all.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor;
      }
      expect([...all].sort()).toEqual(['1', '2', '3', '4', '5']);
    }
  });

  it('adds up by currency what counts, and never two currencies', async () => {
    expect(await totalRecommendations(database(), input())).toEqual({
      count: 5,
      excluded: 1,
      savings: [
        { currency: 'EUR', amount: '40', count: 1 },
        { currency: 'USD', amount: '60', count: 3 },
      ],
      realised: [],
      costOfWaiting: [],
      atStake: [],
    });
  });

  it('offers what it can be narrowed by', async () => {
    expect((await readChoices(database())).action).toEqual([
      { value: 'delete', label: 'delete', count: 4 },
      { value: 'resize', label: 'resize', count: 1 },
    ]);
  });
});

describe('one recommendation', () => {
  it('says why, on what facts, with its life, its ticket and its rivals', async () => {
    const detail = await readRecommendationDetail(database(), '3');
    expect(detail).toMatchObject({
      action: 'delete',
      resourceName: null,
      nativeId: 'beta',
      ticketKey: expect.stringMatching(/^FIN-/),
      why: { sentence: 'Matches because wants_delete is true and bill_ok is true.' },
      sources: [{ name: 'AWS bill' }],
      rivals: [],
      generations: [{ recommendationId: '3', set: 'wants', version: 1 }],
    });
    expect(detail.events.map(({ event }) => event)).toEqual(['ticket_opened', 'found']);
    expect(detail.facts).toContainEqual(
      expect.objectContaining({ name: 'claim', value: 20, money: '10.00', source: 'AWS bill' }),
    );
    expect((await readRecommendationDetail(database(), '1')).rivals).toMatchObject([
      { id: '2', action: 'delete' },
    ]);
  });

  it.each(['0', '77', 'x', '1e3'])('is not found by %s', async (id) => {
    await expect(readRecommendationDetail(database(), id)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('the overview', () => {
  it('has figures that are the sums of filtered lists', async () => {
    const overview = await readOverview(database(), NOW);
    const listed = await totalRecommendations(database(), input({ status: 'open', isExcluded: 'false' }));
    expect(overview.savings.open).toEqual(listed.savings);
    expect(overview.savings).toMatchObject({ inProgress: [], closedUnverified: [], verified: [] });
    expect(overview).toMatchObject({
      dataThrough: make.hour(1).toISOString(),
      lastGenerationAt: make.hour(2).toISOString(),
      isGenerationOverdue: false,
      generationState: 'recorded',
      needsPersonCount: 0,
    });
    // 40 a month, and 60 a month, for one day
    expect(overview.costOfWaiting).toMatchObject([
      { currency: 'EUR', amount: '1.315067' },
      { currency: 'USD', amount: '1.972601' },
    ]);
    const clock = () => NOW;
    const waiting = await totalRecommendations(database(), input({ isWaiting: 'true' }), clock);
    expect(waiting.costOfWaiting).toEqual(overview.costOfWaiting);
    const { items } = await listRecommendations(
      database(),
      input({ isWaiting: 'true', currency: 'USD' }),
      clock,
    );
    const waited = items.map(({ costOfWaiting }) => costOfWaiting ?? '');
    expect(addAmounts(waited)).toBe(overview.costOfWaiting[1]?.amount);
    const late = await readOverview(database(), make.hour(24 * 9));
    expect(late.isGenerationOverdue).toBe(true);
  });

  it('counts what was verified as what was measured, and says how much of the claim came', async () => {
    const realised = { cash: '15', currency: 'USD', possiblyMoved: false, measuredThrough: '2026-11-30' };
    await database().lineage.update({
      where: { id: 3n },
      data: {
        status: 'verified',
        verifiedAt: NOW,
        monthlySavings: '5',
        countedSavings: '5', // of a later finding, whose window holds days after the fix
        verifiedSavings: { ...realised, priceEffect: null, usageEffect: null, freedCommitment: '0' },
      },
    });
    const overview = await readOverview(database(), NOW);
    expect(overview.savings.verified).toEqual([
      { currency: 'USD', amount: '15', count: 1, claimed: '20', pending: 0 },
    ]);
    expect(await totalRecommendations(database(), input({ status: 'verified' }))).toMatchObject({
      savings: [],
      realised: [{ currency: 'USD', amount: '15', count: 1 }],
    });
    expect(overview.realisationRate).toEqual([{ currency: 'USD', rate: 0.75 }]);
    expect(overview.verifiedByMonth).toEqual([{ month: '2026-11', currency: 'USD', amount: '15', count: 1 }]);
  });
});
