import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { processorMs } from '@/scripts/testing/processor';
import { KNOWN_ACTIONS } from '../known-actions';
import { parseRuleSet } from '../parse';
import type { KnownFields, Warning } from './context';
import { warningsOf } from './warn';

const KNOWN: KnownFields = {
  names: ['kind', 'monthly_cost', 'cash_cost', 'requests', 'age_days', 'meter.*.cost', 'tags'],
  isClosed: true,
};

function warningsIn(yaml: string, known?: KnownFields): Warning[] {
  const parsed = parseRuleSet(yaml);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return warningsOf(parsed.set, parsed.places, known);
}

/** What stands between ▸ and ◂ is what the warning is about. */
function expectWarning(text: string, message: RegExp, known?: KnownFields): void {
  const before = text.slice(0, text.indexOf('▸')).split('\n');
  const about = text.slice(text.indexOf('▸') + 1, text.indexOf('◂'));
  const [line, column] = [before.length, (before.at(-1)?.length ?? 0) + 1];
  expect(warningsIn(text.replace(/[▸◂]/g, ''), known)).toEqual([
    expect.objectContaining({
      line,
      column,
      text: about,
      severity: 'warning',
      message: expect.stringMatching(message),
    }),
  ]);
}

const rule = (condition: string) => `rules:\n  - name: a\n    condition: >-\n      ${condition}\n`;

describe('a rule that can never match is told at the part that cannot be', () => {
  it.each([
    ["x == 'a' and ▸x == 'b'◂", /`x == 'a'` and `x == 'b'` are never true together/],
    ['x > 5 and ▸x < 3◂', /`x > 5` and `x < 3`/],
    ['x > 5 and ▸x <= 5◂', /never true together/],
    ['▸x in []◂', /`x in \[\]` is never true/],
    ['▸5 < x < 3◂', /never true/],
    ["x > 5 and ▸x == 'many'◂", /never true together/],
    ["x != 'a' and ▸x > 5◂", /never true together/],
    ["x in ['a', 'b'] and y and ▸x in ['c']◂", /never true together/],
    ["x in ['a', 'b'] and x != 'a' and ▸x != 'b'◂", /are never all true/],
    ['x and ▸not x◂', /never true together/],
    ['x and ▸x == 0◂', /never true together/],
    ['exists(x.y) and ▸not exists(x.y)◂', /never true together/],
    ['x > 1 and ▸not exists(x)◂', /never true together/],
    ["tag('env') == 'prod' and ▸tag('env') == 'test'◂", /never true together/],
    ['len(name) > 5 and ▸len(name) < 3◂', /never true together/],
    ['a - b > 5 and ▸a - b < 0◂', /never true together/],
    ["▸1 == 'one'◂", /never true/],
    ['a and ▸false◂', /never true/],
    ['▸(x == 1 and x == 2) or (y == 1 and y == 2)◂', /never true together/],
    ['x == 1 and not (▸x == 1◂ or y == 2)', /never true together/],
  ])('%s', (condition, message) => {
    const reason = message.source.includes('all true') ? /can never match: .* are never all true/ : message;
    expectWarning(rule(condition), reason);
  });

  it('also in a condition tree, and in what it names', () => {
    const tree = (leaf: string) =>
      `conditions:\n  big: x > 5\nrules:\n  - name: a\n    condition:\n      all:\n        - { condition: big }\n        - ${leaf}\n`;
    expectWarning(tree('▸{ fact: x, operator: lessThan, value: 3 }◂'), /`x > 5` and `x < 3`/);
    expect(warningsIn(tree('{ fact: x, operator: lessThan, value: 30 }'))).toEqual([]);
  });

  it.each([
    'x > 5 and x < 6',
    'x >= 5 and x <= 5',
    'x > 5 or x < 3',
    "x != 'a' and x != 'b'",
    'x == 1 and y == 2',
    'x > 5 and y < 3',
    'x * 2 > 5 and x < 2.9',
    "'a' in x and 'b' not in x",
    "x > 'a' and x < 'b'",
    "startswith(x, 'a') and x != 'abc'",
    'not x',
    'x == null',
    'x != null',
    'x in [1, null] and x == null',
    'days_since(created) > 3',
    '(x == 1 and x == 2) or y',
    'x == [] and not x',
    'not exists(x)',
    'x is not true and exists(x)',
  ])('%s may match', (condition) => {
    expect(warningsIn(rule(condition))).toEqual([]);
  });
});

const first = (...conditions: string[]) =>
  `mode: first\nrules:\n${conditions.map((text, index) => `  - name: r${index}\n    condition: ${text}\n`).join('')}`;

describe('in first mode a rule behind one that always comes before it is told', () => {
  it.each([
    ['the same condition', first('x > 5 and y', '▸y and x > 5◂')],
    ['a narrower one', first('x > 5', '▸x > 5 and y◂')],
    ['a tighter bound', first('x > 5', '▸x > 10◂')],
    ['one of a list', first("x in ['a', 'b']", "▸x == 'a'◂")],
    ['every way of an or', first('x > 5', '▸x > 7 or x > 10 and y◂')],
    ['one way of an earlier or', first('x > 5 or y', '▸y and z◂')],
    ['no condition at all', 'mode: first\nrules:\n  - name: r0\n  - name: r1\n    condition: ▸x◂\n'],
  ])('%s', (_, text) => expectWarning(text, /"r1" is never reached: "r0" \(line 3\) comes first/));

  it.each([
    ['a wider one', first('x > 5 and y', 'x > 5')],
    ['another type', first('x != 3', "x != 'a'")],
    ['what is missing to the earlier one', first('x > 5', 'not exists(x)')],
    ['another mode', first('x > 5', 'x > 5').replace('first', 'all')],
    [
      'one that does not stop',
      'mode: first\nrules:\n  - { name: a, type: log, condition: x > 5, message: m }\n  - { name: b, condition: x > 5 }',
    ],
    [
      'facts that change in between',
      `${first('x > 5')}  - { name: t, type: transform, action: x = x + 9 }\n  - { name: b, condition: x > 10 }`,
    ],
  ])('not %s', (_, text) => expect(warningsIn(text)).toEqual([]));
});

const pair = (one: string, other: string) =>
  `rules:\n  - name: a\n    ${one.replace('|', '\n    ')}\n  - name: b\n    ${other.replace('|', '\n    ')}\n`;

describe('two rules that set the same field are told at the later one', () => {
  it.each([
    pair('condition: x > 5|action: y = 1', 'condition: z|action: ▸y◂ = 2'),
    pair('action: y = 1', 'action: q = 1; ▸y◂ = 2'),
    pair('condition: x > 5|fix: { y: 1 }', 'condition: z|fix: { ▸y◂: 2 }'),
  ])('%s', (text) => expectWarning(text, /`y` is set by "a" \(line 2\) too: where both match, "b" wins/));

  it.each([
    [
      'conditions exclude each other',
      pair('condition: x > 5|action: y = 1', 'condition: x <= 5|action: y = 2'),
    ],
    ['the first is a value to begin with', pair('action: y = 1', 'condition: x|action: y = 2')],
    ['the later one knows of it', pair('condition: x|action: y = 1', 'condition: z|action: y = y + 2')],
    [
      'only one of them can match',
      `mode: first\n${pair('condition: x|action: y = 1', 'condition: z|action: y = 2')}`,
    ],
    ['scores add up', pair('type: score|action: 5', 'type: score|action: 10')],
  ])('not when %s', (_, text) => expect(warningsIn(text)).toEqual([]));
});

describe('a field that nothing provides is told once, with the one that may be meant', () => {
  it('in a condition, a formula and a text', () => {
    const text = rule('kind and ▸moonthly_cost◂ > 5 and moonthly_cost < 9');
    expectWarning(text, /^Unknown field `moonthly_cost`, did you mean `monthly_cost`\?$/, KNOWN);
    expect(warningsIn(text.replace(/[▸◂]/g, ''), KNOWN)[0]?.suggestion).toBe('monthly_cost');
    expectWarning('rules:\n  - name: a\n    message: "{{ kind }} {{ ▸requets◂ }}"', /`requests`/, KNOWN);
  });

  it('also where nothing like it is known', () => {
    expectWarning(rule('▸wind_speed◂ > 5'), /`wind_speed`: no source provides it/, KNOWN);
  });

  it('not what a default, a rule or a source may bring', () => {
    const yaml = `defaults: { a: { b: 1 } }\nlists: { l: [1] }\nrules:
  - { name: t, type: transform, action: c.d = 1 }
  - { name: r, condition: "a.b in l and c.d and meter.x.cost > 1 and meter and tag('x') and score == 0" }`;
    expect(warningsIn(yaml, KNOWN)).toEqual([]);
  });

  it('where facts come from whoever asks, only a near miss', () => {
    const yaml = (field: string) =>
      `rules: [{ name: a, condition: ${field} > 5 }, { name: b, condition: income }]\ntests:\n  - { name: t, given: { income: 3 }, expect: { matched: [b] } }`;
    expect(warningsIn(yaml('height'))).toEqual([]);
    expect(warningsIn(yaml('incone'))).toMatchObject([{ line: 1, suggestion: 'income' }]);
  });
});

describe('an action that nobody knows is told at its name', () => {
  const asks = (action: string) =>
    `ruleset: s\ndomain: finops\nrules:\n  - name: r\n    condition: bill_ok\n    recommend: { action: ${action}, savings: cash_cost, reason: "x" }`;
  it.each([
    ['delte', 'delete'],
    ['rezise', 'resize'],
    ['setexpiry', 'set_expiry'],
  ])('%s, with %s that may be meant', (action, suggestion) => {
    const text = asks(`▸${action}◂`);
    expectWarning(text, new RegExp(`^Unknown action \`${action}\`, did you mean \`${suggestion}\`\\?$`));
    expect(warningsIn(asks(action))[0]?.suggestion).toBe(suggestion);
  });

  it('also where nothing like it is known, and never a known one', () => {
    expectWarning(asks('▸paint_it_blue◂'), /^Unknown action `paint_it_blue`\. Known ones are delete, stop/);
    for (const action of KNOWN_ACTIONS) expect(warningsIn(asks(action))).toEqual([]);
  });
});

it('a list that no rule uses is told at its name', () => {
  expectWarning('lists: { used: [1], ▸idle◂: [2] }\nrules: [{ name: a, condition: x in used }]', /"idle"/);
});

describe('a test that tests nothing is told', () => {
  const tests = (cases: string) => `rules: [{ name: a, condition: age > 5 }]\ntests:\n${cases}`;
  it.each([
    [tests('  - { name: t, given: { age: 1 }, ▸expect◂: { deny: [], route: null } }'), /cannot fail/],
    [
      tests('  - { name: t, ▸given◂: { weight: 1 }, expect: { matched: [] } }'),
      /no rule reads what is given/,
    ],
    [
      tests(
        '  - { name: t, given: { age: 6 }, expect: { matched: [a] } }\n  - { ▸name◂: u, given: { age: 6 }, expect: { matched: [a] } }',
      ),
      /"u" says what "t" \(line 3\) says already/,
    ],
  ])('%s', (text, message) => expectWarning(text, message));
});

it('the shipped sets are without warnings of their own', () => {
  const folder = join(process.cwd(), 'rules');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.yaml'),
  );
  expect(files.length).toBeGreaterThan(10);
  for (const file of files)
    expect([file, warningsIn(readFileSync(join(folder, file), 'utf8'))]).toEqual([file, []]);
});

it('a set of the largest size is judged within seconds', async () => {
  const conditions = Array.from(
    { length: 500 },
    (_, index) => `(a${index % 7} > ${index} or b in ['x', 'y'] or c) and d != ${index}`,
  );
  const yaml = `mode: first\nrules:\n${conditions.map((text, index) => `  - { name: r${index}, condition: "${text}", action: "z = 1; y${index} = 2" }\n`).join('')}`;
  expect(await processorMs(() => warningsIn(yaml))).toBeLessThan(10_000);
});
