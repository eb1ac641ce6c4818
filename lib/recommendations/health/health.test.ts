import { beforeAll, describe, expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { systemActor } from '@/lib/people/schema';
import { dismissLineage } from '../commands';
import { evaluateGeneration } from '../evaluate';
import { createExemption } from '../exemptions/commands';
import { readRuleSetWithFigures } from '../rule-sets.data';
import * as make from '../testing';
import { DAY, lineageOf, makeCompany } from '../testing-weeks';
import { readRuleHealth } from './health';

const ACTOR = systemActor('test');
const on = (day: number) => () => make.hour(day * DAY);
const rulesOf = (wanted: string) => `
ruleset: healthy
domain: finops
rules:
  - name: note
    type: transform
    action: "seen = true"
  - name: whole
    type: assert
    condition: "whole == true"
    message: "not whole"
  - name: delete
    condition: "${wanted} == true"
    recommend: { action: delete, savings: claim, reason: idle }
  - name: stop
    condition: "never_seen == true"
    recommend: { action: stop, savings: claim, reason: idle }
`;

describe('the health of rules', () => {
  let company: Awaited<ReturnType<typeof makeCompany>>;
  let ids: string[];
  const health = async () => {
    const { rules, ...told } = await readRuleHealth(database(), 'healthy');
    const of = (name: string) => rules.find(({ rule }) => rule === name);
    return { ...told, names: rules.map(({ rule }) => rule), of };
  };
  const week = (number: number, fixed: string[] = []) =>
    company.generate(
      number,
      ids.map((id) => ({ id, facts: { wants: !fixed.includes(id), whole: id !== ids[0] } })),
    );

  beforeAll(async () => {
    company = await makeCompany();
    await make.publishRules(rulesOf('wants'));
    ids = await Promise.all(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(make.makeResource));
  });

  it('is not told before anything was generated', async () => {
    const { since, generations, names, of } = await health();
    expect({ since, generations, names }).toEqual({
      since: null,
      generations: 0,
      names: ['note', 'whole', 'delete', 'stop'],
    });
    expect(of('delete')).toMatchObject({ matched: 0, unknownShare: null, dismissedShare: null, marks: [] });
  });

  it('after two generations says what matched, was unknown or an error, was decided, why, and what was saved', async () => {
    await week(1);
    const lineages = await Promise.all(ids.map((id) => lineageOf(id)));
    const lineage = (place: number) => String(lineages[place]?.id);
    for (const [place, reason] of [
      [0, 'Kept on purpose'],
      [1, 'kept on purpose '],
      [2, 'Stands by'],
      [3, 'Stands by too'],
    ] as const) {
      await dismissLineage({ actor: ACTOR, id: lineage(place), reason, clock: on(8) });
    }
    await make.openTicket(lineage(4), company.connectionId, make.hour(8 * DAY));
    await createExemption({
      actor: ACTOR,
      what: { kind: 'resource', resourceId: ids[5] ?? '' },
      until: make.hour(60 * DAY).toISOString(),
      reason: 'Out of reach',
      clock: on(9),
    });
    await week(2, [ids[4] ?? '']);
    await database().lineage.update({
      where: { id: BigInt(lineage(4)) },
      data: { verifiedSavings: { cash: '40.5', currency: 'USD' } },
    });
    const { since, generations, of } = await health();
    expect({ since, generations }).toEqual({
      since: new Date(make.hour(14 * DAY + 1).getTime() - 30 * 86_400_000).toISOString(),
      generations: 2,
    });
    expect(of('delete')).toMatchObject({
      recommends: true,
      isCurrent: true,
      ...{ generations: 2, judged: 14, matched: 13, unknown: 0, errors: 0, heldBack: 1 },
      lastMatchAt: make.hour(14 * DAY + 1).toISOString(),
      ...{ open: 1, decided: 5, dismissed: 4, dismissedShare: 0.8 },
      reasons: [
        { reason: expect.stringMatching(/^kept on purpose/i), count: 2 },
        { reason: 'Stands by', count: 1 },
        { reason: 'Stands by too', count: 1 },
      ],
      verified: [{ currency: 'USD', amount: '40.5', count: 1 }],
      series: [{ matched: 7 }, { matched: 6 }],
      marks: ['mostly_dismissed'],
    });
    expect(of('stop')).toMatchObject({
      ...{ judged: 14, matched: 0, unknown: 14, unknownShare: 1, lastMatchAt: null },
      marks: ['never_matches'],
    });
    expect(of('whole')).toMatchObject({ recommends: false, errors: 2, marks: [] });
    const { figures } = await readRuleSetWithFigures(database(), 'healthy');
    expect(figures.marked).toEqual(
      expect.arrayContaining([
        { rule: 'delete', mark: 'mostly_dismissed' },
        { rule: 'stop', mark: 'never_matches' },
      ]),
    );
    expect(figures.marked).toHaveLength(2);
  });

  it('tells the versions of a rule apart, and no longer marks one that has left the text', async () => {
    await make.publishRules(rulesOf('wants').replace(/ {2}- name: stop[\s\S]*$/, ''));
    await week(3, [ids[4] ?? '']);
    const { names, of } = await health();
    expect(names).toEqual(['note', 'whole', 'delete', 'stop']);
    expect(of('delete')?.versions).toMatchObject([
      { version: 2, generations: 1, matched: 6, judged: 7 },
      { version: 1, generations: 2, matched: 13, judged: 14 },
    ]);
    expect(of('delete')?.series.map(({ version }) => version)).toEqual([1, 1, 2]);
    expect(of('stop')).toMatchObject({ isCurrent: false, marks: [] });
    expect((await readRuleSetWithFigures(database(), 'healthy')).figures.marked).toEqual([
      { rule: 'delete', mark: 'mostly_dismissed' },
    ]);
  });

  it('looks back 30 days from the last generation', async () => {
    await week(7); // 35 days and more after the first two
    const { generations, of } = await health();
    expect(generations).toBe(2);
    expect(of('delete')?.versions.map(({ version, generations: n }) => ({ version, n }))).toEqual([
      { version: 2, n: 2 },
      expect.objectContaining({ n: 0 }),
    ]);
  });

  it('is counted once where a generation is evaluated again', async () => {
    const given = {
      runId: await make.makeRun(),
      snapshotIds: [await make.makeSnapshot({ sourceId: company.inventory, through: make.hour(60 * DAY) })],
      clock: on(60),
      async *readResources() {
        yield ids.map((id) => make.known({ id, facts: { wants: true } }));
      },
    };
    const first = await evaluateGeneration(given);
    const again = await evaluateGeneration(given);
    expect(again?.generationId).toBe(first?.generationId);
    const rows = await database().ruleOutcome.findMany({
      where: { generationId: BigInt(first?.generationId ?? 0), ruleName: 'delete' },
    });
    expect(rows).toMatchObject([{ judged: 7, matched: 7 }]);
  });
});
