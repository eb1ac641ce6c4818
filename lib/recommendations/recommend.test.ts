import { describe, expect, it } from 'vitest';
import { compileRuleSet } from '@/lib/rules/compile';
import type { CompiledVersion } from '@/lib/rules/data';
import { parseRuleSet } from '@/lib/rules/parse';
import type { Facts } from '@/lib/rules/schema';
import { describeNeverFires, RuleTally } from './never-fires';
import {
  claimOf,
  type Judging,
  type KnownResource,
  type PlacedResource,
  placeResource,
  recommend,
} from './recommend';

const NOW = new Date('2026-11-20T00:00:00Z');

function version(yaml: string, versionId = '1'): CompiledVersion {
  const parsed = parseRuleSet(yaml);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  const { ruleset: slug, domain } = parsed.set;
  const row = {
    versionId,
    version: 1,
    ruleSetId: versionId,
    slug,
    title: slug,
    domain,
    origin: 'shipped',
    yaml,
  } as const;
  return { ...row, compiled: compileRuleSet(parsed.set) };
}

const rule = (name: string, condition: string, action: string, savings?: string) => `
  - name: ${name}
    condition: "${condition}"
    recommend: { action: ${action}${savings ? `, savings: ${savings}` : ''}, reason: "by ${name}" }`;

function resource(facts: Facts, given: Partial<KnownResource> = {}): PlacedResource {
  const known: KnownResource = {
    resourceId: '7',
    provider: 'aws',
    account: '1',
    region: 'eu-west-1',
    nativeId: 'i-1',
    name: null,
    kind: 'instance',
    domain: 'finops',
    facts,
    money: {},
    currency: 'USD',
    origins: {},
    ...given,
  };
  return placeResource(known, { owner: 'ada', environment: 'prod' });
}

function judging(versions: CompiledVersion[], given: Partial<Judging> = {}): Judging {
  return { versions, now: NOW, clock: () => NOW, readings: new Map(), ...given };
}

describe('candidates', () => {
  it('are one for each action: the later rule and the later set say what it is', () => {
    const early = version(
      `ruleset: a\nrules:${rule('one', 'true', 'delete')}${rule('two', 'true', 'resize')}`,
      '1',
    );
    const late = version(`ruleset: b\nrules:${rule('three', 'true', 'delete')}`, '2');
    const found = recommend(resource({}), judging([early, late]));
    expect(found.map(({ action, ruleName, ruleVersionId }) => [action, ruleName, ruleVersionId])).toEqual([
      ['delete', 'three', '2'],
      ['resize', 'two', '1'],
    ]);
  });

  it('carry the exact saving, the why tree, their place and when they were found', () => {
    const set = version(`ruleset: a\nrules:${rule('one', 'idle == true', 'delete', 'cash_cost')}`);
    const known = resource({ idle: true, cash_cost: 0.1 }, { money: { cash_cost: '0.1000000000000000055' } });
    expect(recommend(known, judging([set]))).toMatchObject([
      {
        monthlySavings: '0.1000000000000000055',
        currency: 'USD',
        foundAt: NOW,
        owner: 'ada',
        environment: 'prod',
        reason: 'by one',
        why: { verdict: true, sentence: 'Matches because idle is true.' },
      },
    ]);
  });

  it('rest on the readings that gave the facts of their condition, back to the oldest data', () => {
    const set = version(
      `ruleset: a\nrules:${rule('one', "idle == true and requests == 0 and tag('x') == '1'", 'delete', 'cash_cost')}`,
    );
    const day = (number: number) => new Date(Date.UTC(2026, 10, number));
    const from = (snapshotId: string) => ({ sourceId: `source-${snapshotId}`, snapshotId });
    const known = resource(
      { idle: true, requests: 0, metrics_days: 14, tags: { x: '1' }, cash_cost: 1 },
      { origins: { idle: from('1'), requests: from('1'), tags: from('2'), cash_cost: from('3') } },
    );
    const readings = new Map([
      ['1', { dataFrom: day(20), dataThrough: day(20) }],
      ['2', { dataFrom: day(18), dataThrough: day(19) }],
      ['3', { dataFrom: day(1), dataThrough: day(19) }],
    ]);
    const [found] = recommend(known, judging([set], { readings }));
    expect(found?.details.sources).toEqual(['source-1', 'source-2']);
    expect(found?.dataFrom).toEqual(day(4)); // 14 days of metrics before the 18th
  });

  it('do not come of what is unknown', () => {
    const set = version(`ruleset: a\nrules:${rule('one', 'requests == 0', 'delete')}`);
    expect(recommend(resource({}), judging([set]))).toEqual([]);
  });
});

describe('a claim', () => {
  const cost = { facts: { cash_cost: 100 }, money: { cash_cost: '100.50' }, currency: 'USD' };
  const clampable: [string, string, string][] = [
    ['within the cost stays exact', '40.000', '40.000'],
    ['above the cost is what the resource costs in cash', '100.51', '100.5'],
    ['below nothing is nothing', '-3', '0'],
  ];
  it.each(clampable)('%s', (_, savings, claimed) => {
    const claim = claimOf(cost, { savings });
    expect(claim.savings).toBe(claimed);
    expect(claim.details.clampedFrom).toBe(claimed === savings ? undefined : savings);
  });

  it('is none where the cost or its currency is not known, and says so', () => {
    const noCost = claimOf({ facts: {}, money: {}, currency: 'USD' }, { savings: '5' });
    expect(noCost).toEqual({ savings: null, details: { savingsUnknown: ['cash_cost is missing'] } });
    expect(claimOf({ ...cost, currency: null }, { savings: '5' }).savings).toBeNull();
  });

  it('is none where the rule makes none, with what was missing', () => {
    expect(claimOf(cost, { savings: null })).toEqual({ savings: null, details: {} });
    const unknown = claimOf(cost, { savings: null, savingsUnknown: ['alt_cost is missing'] });
    expect(unknown.details.savingsUnknown).toEqual(['alt_cost is missing']);
  });

  it('of a resource that costs nothing in cash is nothing', () => {
    expect(
      claimOf({ facts: {}, money: { cash_cost: '-2' }, currency: 'USD' }, { savings: '5' }).savings,
    ).toBe('0');
  });
});

describe('a rule that can never fire', () => {
  const set = version(
    `ruleset: idle\nrules:${rule('lbs', "kind == 'lb' and requests == 0", 'delete')}${rule('all', 'idle == true', 'stop')}`,
  );

  function tallied(resources: PlacedResource[]): RuleTally {
    const tally = new RuleTally([set]);
    const watched = { onFacts: tally.see.bind(tally), onEvaluated: tally.add.bind(tally) };
    for (const known of resources) recommend(known, judging([set], watched));
    return tally;
  }

  it('says what is in no source', () => {
    const tally = tallied([resource({}, { kind: 'lb' }), resource({ idle: true }, { kind: 'lb' })]);
    expect(tally.neverFires().map(describeNeverFires)).toEqual([
      'idle/lbs: 0 true, 2 unknown: `requests` is in no source',
    ]);
  });

  it('says what is missing where it is needed, when other resources have it', () => {
    const tally = tallied([resource({}, { kind: 'lb' }), resource({ requests: 5, idle: false })]);
    expect(tally.neverFires().map(describeNeverFires)).toContain(
      'idle/lbs: 0 true, 1 unknown: `requests` is missing where needed',
    );
  });

  it('is none that was true once, or false for all', () => {
    expect(
      tallied([
        resource({ requests: 0, idle: false }, { kind: 'lb' }),
        resource({}, { kind: 'lb' }),
      ]).neverFires(),
    ).toMatchObject([{ rule: 'all' }]);
    expect(tallied([resource({ idle: false })]).neverFires()).toEqual([]);
  });
});

describe('an account is no resource to a rule that asks for no kind', () => {
  const found = (condition: string, kind: string | null) => {
    const set = version(`ruleset: a\ndomain: finops\nrules:${rule('one', condition, 'resize', 'cash_cost')}`);
    const known = resource(
      { bill_ok: true, untagged_share: 0.5, ...(kind === null ? {} : { kind }) },
      { kind },
    );
    return recommend(known, judging([set])).length;
  };

  it.each([
    ['bill_ok', 'account', 0],
    ["bill_ok and kind == 'account'", 'account', 1],
    ['bill_ok and untagged_share > 0.1', 'account', 1],
    ['bill_ok', 'instance', 1],
    ['bill_ok', 'service', 1],
    ['bill_ok', null, 1],
  ])('%s over %s', (condition, kind, count) => {
    expect(found(condition, kind)).toBe(count);
  });
});

describe('what frees commitment', () => {
  const set = (action: string) =>
    version(`ruleset: a\ndomain: finops\nrules:${rule('one', 'true', action, 'cash_cost')}`);
  const reasonOf = (action: string, money: Record<string, string>) =>
    recommend(resource({}, { money }), judging([set(action)]))[0]?.reason;

  it.each([
    [
      'delete',
      { cash_cost: '0', monthly_cost: '30.4167' },
      'by one. It also frees 30.42 USD a month of commitment (no cash).',
    ],
    [
      'resize',
      { cash_cost: '5', monthly_cost: '5.001' },
      'by one. It also frees up to <0.01 USD a month of commitment (no cash).',
    ],
    ['delete', { cash_cost: '30', monthly_cost: '30.00' }, 'by one'],
    ['upgrade', { cash_cost: '0', monthly_cost: '30' }, 'by one'],
    ['delete', { monthly_cost: '30' }, 'by one'],
  ])('%s of %j', (action, money, reason) => {
    expect(reasonOf(action, money)).toBe(reason);
  });
});
