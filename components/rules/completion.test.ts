import { describe, expect, it } from 'vitest';
import type { FactField } from '@/lib/facts/schema';
import { ruleFileJsonSchema } from '@/lib/rules/json-schema';
import { type EditorHelp, offersAt } from './completion';
import { tipAt } from './hover';

const field = (name: string, type: string, examples: FactField['examples']): FactField => ({
  ...{ name, types: [type], examples, seen: 3, provider: 'bill', description: `What ${name} is` },
});
const help: EditorHelp = {
  schema: ruleFileJsonSchema(),
  fields: [
    field('kind', 'text', ['disk', 'lb']),
    field('monthly_cost', 'number', [12]),
    field('meter.log_storage.cost', 'number', [3]),
    field("tag('team')", 'text', ['search']),
  ],
};

/** What is offered at ▸, and the text as it is when the first of a name is taken. */
function offered(text: string): string[] {
  return offersAt(text.replace('▸', ''), text.indexOf('▸'), help)?.offers.map(({ label }) => label) ?? [];
}
function taken(text: string, label: string): string {
  const offset = text.indexOf('▸');
  const plain = text.replace('▸', '');
  const found = offersAt(plain, offset, help);
  const offer = found?.offers.find((each) => each.label === label);
  if (!found || !offer) throw new Error(`${label} is not offered`);
  return plain.slice(0, found.from) + offer.apply + plain.slice(offset);
}

describe('the keys of the place are offered, without those that stand there', () => {
  it.each([
    ['at the top', 'ruleset: a\n▸', ['title', 'domain', 'rules', 'tests'], ['ruleset', 'condition']],
    ['a beginning', 'ruleset: a\ndom▸', ['domain'], ['condition']],
    ['of a rule', 'rules:\n  - name: a\n    ▸', ['condition', 'recommend', 'fix'], ['name', 'mode']],
    ['of a rule, begun', 'rules:\n  - name: a\n    cond▸', ['condition'], ['name']],
    ['of a new rule', 'rules:\n  - name: a\n  - ▸', ['name', 'condition'], ['mode']],
    ['of a rule without indentation', 'rules:\n- name: a\n  ▸', ['condition'], ['name', 'mode']],
    [
      'of a verdict',
      'rules:\n  - name: a\n    recommend:\n      action: delete\n      ▸',
      ['savings', 'reason'],
      ['action', 'name'],
    ],
    [
      'within braces',
      'rules:\n  - name: a\n    recommend: { action: delete, ▸',
      ['savings', 'reason'],
      ['action'],
    ],
    ['within braces within brackets', 'tests: [{ name: t, expect: { ▸', ['matched', 'route'], ['given']],
    [
      'after a folded text',
      'rules:\n  - name: a\n    condition: >-\n      x and\n      y\n    ▸',
      ['message'],
      ['condition'],
    ],
    ['after a text in quotes', 'rationale: "a\n  b"\n▸', ['rules'], ['rationale']],
    ['after a rule, at the top again', 'rules:\n  - name: a\n▸', ['tests'], ['rules', 'condition']],
    [
      'of a condition tree',
      'rules:\n  - name: a\n    condition:\n      all:\n        - ▸',
      ['fact', 'any'],
      ['name: '],
    ],
  ])('%s', (_, text, wanted, unwanted) => {
    expect(offered(text)).toEqual(expect.arrayContaining(wanted));
    expect(offered(text).filter((label) => unwanted.includes(label))).toEqual([]);
  });

  it('and put in with what follows them', () => {
    expect(taken('ruleset: a\ndom▸', 'domain')).toBe('ruleset: a\ndomain: ');
    expect(taken('rul▸', 'rules')).toBe('rules:');
    expect(taken('rules:\n  - name: a\n    recommend: { act▸', 'action')).toBe(
      'rules:\n  - name: a\n    recommend: { action: ',
    );
  });
});

describe('the values of the place are offered', () => {
  it.each([
    ['words', 'mode: ▸', ['all', 'first', 'parallel']],
    ['words, begun', 'rules:\n  - name: a\n    recommend: { effort: l▸', ['low', 'medium', 'high']],
    ['registered functions', 'rules:\n  - name: a\n    function: ▸', ['check_vip']],
    ['operators of trees', 'rules:\n  - name: a\n    condition: { fact: x, operator: ▸', ['equal', 'notIn']],
  ])('%s', (_, text, wanted) => expect(offered(text)).toEqual(expect.arrayContaining(wanted)));

  it('rules of the file where a test names them', () => {
    const text = 'rules:\n  - name: one\n  - { name: two }\ntests:\n  - name: t\n    expect: { matched: [▸';
    expect(offered(text)).toEqual(['one', 'two']);
  });

  it('fields where a test gives them', () => {
    expect(offered('tests:\n  - name: t\n    given:\n      kind: a\n      ▸')).toContain('monthly_cost');
    expect(taken('tests:\n  - name: t\n    given: { mon▸', 'monthly_cost')).toContain(
      'given: { monthly_cost: ',
    );
  });
});

describe('within an expression', () => {
  const condition = (text: string) => `lists:\n  small: [1]\nrules:\n  - name: a\n    condition: ${text}`;
  it.each(['▸', 'kind == "lb" and mo▸', '"mo▸', "'mo▸", '>-\n      kind and\n      mo▸', '(1 + mo▸'])(
    'fields, lists, functions and operators are offered: %s',
    (text) => {
      expect(offered(condition(text))).toEqual(
        expect.arrayContaining(['monthly_cost', 'small', 'startswith', 'and', 'not in']),
      );
    },
  );

  it('a name is completed as a whole, also a dotted one', () => {
    expect(taken(condition('kind and mo▸'), 'monthly_cost')).toBe(condition('kind and monthly_cost'));
    expect(taken(condition('meter.lo▸'), 'meter.log_storage.cost')).toBe(condition('meter.log_storage.cost'));
    expect(taken(condition('start▸'), 'startswith')).toBe(condition('startswith('));
  });

  it('in a text the values that were seen of the field are offered', () => {
    expect(offered(condition(`"kind == '▸`))).toEqual(['disk', 'lb']);
    expect(taken(condition(`"kind in ['lb', 'd▸`), 'disk')).toBe(condition(`"kind in ['lb', 'disk`));
    expect(offered(condition(`"tag('▸`))).toEqual(['team']);
    expect(offered(condition(`"tag('team') and lower('▸`))).toEqual([]);
  });

  it('in a message only between braces', () => {
    const message = (text: string) => `rules:\n  - name: a\n    message: "${text}`;
    expect(offered(message('Costs ▸'))).toEqual([]);
    expect(offered(message('Costs {{ mo▸'))).toContain('monthly_cost');
    expect(offered(message('Costs {{ monthly_cost }} and ▸'))).toEqual([]);
  });

  it('registered functions are for actions', () => {
    expect(offered('rules:\n  - name: a\n    action: ▸')).toContain('check_vip');
    expect(offered(condition('▸'))).not.toContain('check_vip');
  });
});

describe('what is pointed at is told', () => {
  const tip = (text: string) => tipAt(text.replace('▸', ''), text.indexOf('▸'), help);
  it.each([
    ['a key', 'rules:\n  - name: a\n    cond▸ition: x', 'condition', /^When it matches/],
    [
      'a key within braces',
      'rules:\n  - name: a\n    recommend: { eff▸ort: low }',
      'effort',
      /^How much work/,
    ],
    [
      'a field',
      'rules:\n  - name: a\n    condition: x and mon▸thly_cost > 5',
      'monthly_cost',
      /What monthly_cost is/,
    ],
    [
      'a dotted field',
      'rules:\n  - name: a\n    condition: meter.log▸_storage.cost > 5',
      'meter.log_storage.cost',
      /What meter/,
    ],
    [
      'a function',
      'rules:\n  - name: a\n    condition: starts▸with(x, "y")',
      'startswith(text, beginning)',
      /begins/,
    ],
    ['an operator', 'rules:\n  - name: a\n    condition: x an▸d y', 'a and b', /both/],
  ])('%s', (_, text, title, told) => {
    expect(tip(text)).toMatchObject({ title, lines: expect.arrayContaining([expect.stringMatching(told)]) });
  });

  it('of a field its types and values too, and where it comes from', () => {
    expect(tip('rules:\n  - name: a\n    condition: ki▸nd == 1')?.lines).toEqual([
      'What kind is',
      'text, from bill',
      'Seen: disk, lb',
    ]);
  });

  it('nothing of what is not known, nor of a text', () => {
    expect(tip('rules:\n  - name: a\n    condition: wi▸nd > 5')).toBeNull();
    expect(tip("rules:\n  - name: a\n    condition: x == 'ki▸nd'")).toBeNull();
    expect(tip('rules:\n  - name: ki▸nd')).toBeNull();
  });
});
