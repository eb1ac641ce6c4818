import { describe, expect, it } from 'vitest';
import { processorMs } from '@/scripts/testing/processor';
import { parseRuleSet } from './parse';
import type { PlacedError } from './schema';

function errorsOf(yaml: string): PlacedError[] {
  const parsed = parseRuleSet(yaml);
  return parsed.ok ? [] : parsed.errors;
}

/** The place of `▸` in a text, and the text without it. */
function marked(text: string): { yaml: string; line: number; column: number } {
  const before = text.slice(0, text.indexOf('▸'));
  const lines = before.split('\n');
  return { yaml: text.replace('▸', ''), line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

describe('a fault inside an expression stands at its own line and column', () => {
  it.each([
    ['plain', 'rules:\n  - name: a\n    condition: age >= ▸* 3\n'],
    ['plain over lines', 'rules:\n  - name: a\n    condition: age >= 18\n      and income >\n      ▸* 3\n'],
    ['single quotes', "rules:\n  - name: a\n    condition: 'x == ''it'' and ▸)'\n"],
    ['single quotes over lines', "rules:\n  - name: a\n    condition: 'x == ''it''\n\n       and ▸)'\n"],
    ['double quotes', 'rules:\n  - name: a\n    condition: "x == \\"\\u00e4\\n\\" \\\n       and ▸)"\n'],
    [
      'double quotes with escaped blanks',
      'rules:\n  - name: a\n    condition: "x ==\\t\\x20 1 and \\n ▸) "\n',
    ],
    ['a literal block', 'rules:\n  - name: a\n    condition: |\n      age\n        >= 18\n\n      and ▸)\n'],
    [
      'a literal block with an indent and a comment',
      'rules:\n  - name: a\n    condition: |2- # why\n\n      age\n      and ▸)\n',
    ],
    ['a folded block', 'rules:\n  - name: a\n    condition: >-\n      age >= 18\n      and ▸) > 3\n'],
    [
      'a folded block with kept lines',
      'rules:\n  - name: a\n    condition: >\n      a and\n\n        b and\n\n      ▸)\n',
    ],
    ['Windows line ends', 'rules:\r\n  - name: a\r\n    condition: >\r\n      a and\r\n      ▸)\r\n'],
    ['a flow mapping', 'rules: [{name: a, condition: a and ▸)}]\n'],
    ['beyond the basic plane', 'rules:\n  - name: a\n    condition: \'x == "👍" and ▸)\'\n'],
    ['an action', 'rules:\n  - name: a\n    action: |\n      a = 1\n      b = ▸)\n'],
    ['a template', 'rules:\n  - name: a\n    message: "Age {{ age }} of {{ ▸lenn(a) }}"\n'],
    ['an open template', 'rules:\n  - name: a\n    message: "Age ▸{{ age"\n'],
    [
      'savings',
      'ruleset: s\nrules:\n  - name: a\n    recommend: { action: delete, reason: r, savings: a ▸b }\n',
    ],
    ['a fix', 'rules:\n  - name: a\n    fix:\n      name: left(name▸ \n'],
    ['a pattern', "rules:\n  - name: a\n    condition: matches(name, ▸'(')\n"],
  ])('%s', (_, text) => {
    const { yaml, line, column } = marked(text);
    expect(errorsOf(yaml)).toMatchObject([{ line, column, message: expect.any(String) }]);
  });
});

describe('a fault of the file says what is meant and where', () => {
  it.each([
    ['▸', 'A rule file is a mapping with a list of "rules".'],
    ['▸- a', 'A rule file is a mapping with a list of "rules".'],
    ['▸title: x', 'A rule set needs "rules", a list.'],
    ['rules: ▸[]', '"rules" has no rules.'],
    ['rules: ▸5', 'rules must be a list.'],
    ['rules:\n  - ▸condition: a', 'A rule needs a name.'],
    ['rules:\n  - name: a\n    ▸conditon: x', 'A rule has no "conditon". Did you mean "condition"?'],
    ['rules:\n  - name: a\n    type: ▸assret\n', /^type is one of .* not "assret". Did you mean "assert"\?$/],
    ['rules:\n  - name: a\n    ▸condition:\n', 'condition is empty.'],
    ['rules:\n  - name: a\n    condition: ▸[a]\n', /^condition must be an expression/],
    ['rules:\n  - name: a\n  - ▸name: a\n', 'Two rules are named "a", the first at line 2, column 5.'],
    ['rules:\n  - name: a\n    ▸quarantine: { reason: b }\n', 'quarantine needs "fields", a list of names.'],
    ['rules:\n  - name: a\n    ▸quarantine: { fields: [b] }\n', 'quarantine needs a reason.'],
    ['rules:\n  - name: a\n    quarantine: { fields: ▸[], reason: b }\n', 'fields names no field.'],
    ['rules:\n  - name: a\n    quarantine: { fields: [▸5], reason: b }\n', 'fields is a list of names.'],
    ['rules:\n  - name: a\n    ▸name: b\n', '"name" stands here twice, first at line 2, column 5.'],
    ['rules:\n  - ▸{ name: a, type: assert }\n', 'A rule of type assert needs condition.'],
    ['rules:\n  - ▸{ name: a, type: transform }\n', 'A rule of type transform needs action or function.'],
    [
      'rules:\n  - { name: a, function: ▸check_vpi }\n',
      /^There is no registered function "check_vpi". Did you mean "check_vip"\?$/,
    ],
    ['rules:\n  - { name: a, action: ▸do_it }\n', 'There is no registered function "do_it".'],
    ['rules:\n  - { name: a, enabled: ▸maybe }\n', 'enabled is true or false.'],
    ['▸domain: finops\nrules: [{ name: a }]', 'A set with a domain needs a name: "ruleset".'],
    ['ruleset: ▸My Set\nrules: [{ name: a }]', /^ruleset is words in lower case/],
    [
      'ruleset: s\ndomain: finops\nrules:\n  - { name: a, ▸deny: no }',
      'A rule of domain finops has no "deny", only recommend.',
    ],
    ['ruleset: s\nrules:\n  - { name: a, ▸recommend: { action: delete } }', 'recommend needs a reason.'],
    [
      'ruleset: s\nrules:\n  - { name: a, recommend: { action: ▸Delete it, reason: r } }',
      /^An action is a word/,
    ],
    [
      'ruleset: s\nrules:\n  - { name: a, recommend: { action: x, reason: r, effort: ▸huge } }',
      /^effort is one of low, medium, high/,
    ],
    ['mode: ▸frist\nrules: [{ name: a }]', /Did you mean "first"\?$/],
    ['lists: { ▸in: [1] }\nrules: [{ name: a }]', '"in" cannot be the name of a list.'],
    ['defaults: { x: 1 }\nlists: { ▸x: [1] }\nrules: [{ name: a }]', '"x" is in defaults too.'],
    ['lists: { x: [▸[1]] }\nrules: [{ name: a }]', '"x" holds single values.'],
    [
      'lists: { x: [1] }\nrules: [{ name: a, action: ▸x = 2 }]',
      '"x" is a list of this set and cannot be assigned.',
    ],
    ['defaults: { ▸__proto__: { a: 1 } }\nrules: [{ name: a }]', '"__proto__" cannot be used as a name.'],
    ['defaults: { a: ▸.nan }\nrules: [{ name: a }]', /^defaults may hold text, numbers/],
    ['rules: [{ name: a }]\ntests:\n  - ▸{ name: t, given: {} }', 'A test needs "expect".'],
    [
      'rules: [{ name: a }]\ntests:\n  - { name: t, given: {}, ▸expect: {} }',
      'A test must expect something.',
    ],
    [
      'rules: [{ name: a }]\ntests:\n  - { name: t, given: {}, expect: { matched: ▸[b] } }',
      'There is no rule "b".',
    ],
    [
      'rules: [{ name: a }]\ntests:\n  - { name: t, given: {}, now: ▸soon, expect: { score: 0 } }',
      'now is an ISO time.',
    ],
    ['a: ▸*x', /Aliases|Unresolved alias/],
    ['rules: ▸!!js/function "x"', /Tags|Unresolved tag/],
    ['rules: [{ name: a }]\n▸---\nrules: [{ name: b }]', /^A rule file is one YAML document/],
    ['rules: [▸', /^Not valid YAML: /],
  ])('%s', (text, message) => {
    const { yaml, line, column } = marked(text);
    const wanted = typeof message === 'string' ? message : expect.stringMatching(message);
    expect(errorsOf(yaml)[0]).toMatchObject({ line, column, message: wanted });
  });

  it('every fault is told, in the order of the file', () => {
    const yaml =
      'titel: x\nrules:\n  - name: a\n    condition: (\n  - name: b\n    condition: "1 +"\n    mesage: y\n';
    expect(errorsOf(yaml).map(({ line }) => line)).toEqual([1, 4, 6, 7]);
  });

  it('anchors, merge keys and old YAML are refused', () => {
    const bomb = 'a: &a [x]\nb: &b [*a, *a]\nrules: [{ name: a }]';
    expect(errorsOf(bomb).map(({ message }) => message.split(' ')[0])).toContain('Anchors');
    expect(errorsOf('rules:\n  - { name: a, <<: { type: log } }')[0]?.message).toMatch(/has no "<<"/);
    expect(errorsOf('%YAML 1.1\n---\nrules: [{ name: a }]')[0]?.message).toMatch(/%YAML/);
  });
});

describe('a fault shows what offends and what might stand there instead', () => {
  it.each([
    ['a key', 'rules:\n  - name: a\n    ▸conditon◂: x', 'condition'],
    ['a key in quotes', 'rules:\n  - name: a\n    "▸conditon◂": x', 'condition'],
    ['a word', 'mode: ▸frist◂\nrules: [{ name: a }]', 'first'],
    ['a function', 'rules:\n  - name: a\n    condition: ▸lowr◂(x) == 1', 'lower'],
    ['a function in a template', 'rules:\n  - name: a\n    message: "{{ ▸lenn◂(a) }}"', 'len'],
    [
      'a function in a folded text',
      'rules:\n  - name: a\n    condition: >-\n      a and\n      ▸lenn◂(a)',
      'len',
    ],
    ['a registered function', 'rules:\n  - { name: a, function: ▸check_vpi◂ }', 'check_vip'],
    [
      'a registered function in an action',
      'rules:\n  - { name: a, action: "x = 1; ▸check_vpi◂" }',
      'check_vip',
    ],
    ['one sign for two', 'rules:\n  - { name: a, condition: x ▸=◂ 1 }', '=='],
    ['a word in capitals', 'rules:\n  - { name: a, condition: x ▸AND◂ y }', 'and'],
    ['signs of other languages', 'rules:\n  - { name: a, condition: x ▸&&◂ y }', 'and'],
    ['a sign of other languages', 'rules:\n  - { name: a, condition: "▸!◂x" }', 'not '],
  ])('%s', (_, text, suggestion) => {
    const { yaml, line, column } = marked(text.replace('◂', ''));
    const offends = text.slice(text.indexOf('▸') + 1, text.indexOf('◂'));
    const place = { line, column, endLine: line, endColumn: column + offends.length };
    expect(errorsOf(yaml)[0]).toMatchObject({ ...place, text: offends, suggestion });
  });
});

describe('limits hold, and quickly', () => {
  it.each([
    ['a text too large', `# ${'x'.repeat(262_144)}`, /256 KiB/],
    ['brackets by the ten thousand', '['.repeat(100_000), /32 levels/],
    ['mappings by the ten thousand', '{a: '.repeat(60_000), /32 levels/],
    ['dashes by the ten thousand', '- '.repeat(130_000), /32 levels/],
    [
      'keys by the ten thousand',
      Array.from({ length: 20_000 }, (_, i) => `k${i}: 1`).join('\n'),
      /has no "k0"/,
    ],
    ['the same key again and again', 'a: 1\n'.repeat(40_000), /has no "a"/],
    ['rules by the thousand', `rules:\n${'  - { name: a }\n'.repeat(2_000)}`, /500 items, not 2,000/],
    ['a huge list', `lists:\n  x: [${'1,'.repeat(60_000)}]\nrules: [{ name: a }]`, /10,000 items/],
    [
      'a long expression',
      `rules:\n  - name: a\n    condition: ${'a and '.repeat(2_000)}b`,
      /4000 characters/,
    ],
    [
      'expressions wrong by the hundred',
      `rules:\n${'  - { name: a, condition: ( }\n'.repeat(500)}`,
      /A value is missing/,
    ],
    ['quotes left open', `rules: "${'\\'.repeat(200_000)}`, /Not valid YAML/],
    ['anchors by the thousand', '&a '.repeat(60_000), /Not valid YAML|Anchors/],
  ])('%s', async (_, yaml, message) => {
    expect(await processorMs(() => errorsOf(yaml))).toBeLessThan(10_000);
    const errors = errorsOf(yaml);
    expect(errors.map((error) => error.message).join('\n')).toMatch(message);
    expect(errors.length).toBeLessThanOrEqual(100);
  });
});

it('a set is plain JSON', () => {
  const parsed = parseRuleSet('rules:\n  - { name: a, condition: "a in [1]", message: "x {{ a }}" }');
  expect(parsed.ok && JSON.parse(JSON.stringify(parsed.set))).toEqual(parsed.ok && parsed.set);
});
