import fc from 'fast-check';
import type { Facts, FactValue } from '../values';

/*
 * Rule sets and facts made at random, for holding the engines against each other. The sets are few names wide, so that
 * rules often touch the same facts, and every kind of condition, rule and mode comes up; the facts are mostly there and
 * of the right type, and sometimes not.
 */
const TEXTS = ['', 'a', 'b', "it's", 'A b'];
const number = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(0.5, -1.25, 1e6));
const text = fc.constantFrom(...TEXTS);
const single: fc.Arbitrary<FactValue> = fc.oneof(number, text, fc.boolean(), fc.constant(null));

// ── facts ───────────────────────────────────────────────────────────────────────────────────────────────────────
/** Mostly `value`; now and then something else, and now and then nothing. */
function mostly(value: fc.Arbitrary<FactValue>): fc.Arbitrary<FactValue | undefined> {
  return fc.oneof(
    { weight: 12, arbitrary: value },
    { weight: 1, arbitrary: fc.oneof(single, fc.array(single, { maxLength: 2 }), fc.constant<Facts>({})) },
    { weight: 1, arbitrary: fc.constant(undefined) },
  );
}

function present(entries: Record<string, FactValue | undefined>): Facts {
  const known = Object.entries(entries).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value]],
  );
  return Object.fromEntries(known);
}

const inner = fc.record({ n: mostly(number), t: mostly(text) }).map(present);

export const factsArbitrary: fc.Arbitrary<Facts> = fc
  .record({
    n: mostly(number),
    m: mostly(number),
    t: mostly(text),
    u: mostly(text),
    b: mostly(fc.boolean()),
    l: mostly(fc.array(text, { maxLength: 3 })),
    o: mostly(inner),
    day: mostly(fc.constantFrom('2026-01-01', '2025-06-30')),
    tags: mostly(fc.record({ team: mostly(text) }).map(present)),
    'odd-name': mostly(number),
  })
  .map(present);

// ── conditions ──────────────────────────────────────────────────────────────────────────────────────────────────
const ORDERS = ['lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive'] as const;
const NUMBERS: Facts[] = [{ fact: 'n' }, { fact: 'm' }, { fact: 'o', path: '$.n' }, { fact: 'odd-name' }];
const WORDS: Facts[] = [
  { fact: 't' },
  { fact: 'u' },
  { fact: 'o', path: 't' },
  { fact: 'tags', path: "$['team']" },
];

function leafOf(
  fields: Facts[],
  value: fc.Arbitrary<FactValue>,
  operators: readonly string[],
): fc.Arbitrary<FactValue> {
  const right = fc.oneof(
    { weight: 5, arbitrary: value },
    { weight: 1, arbitrary: fc.constantFrom(...fields) },
  );
  return fc
    .tuple(fc.constantFrom(...fields), fc.constantFrom(...operators), right)
    .map(([field, operator, other]) => ({ ...field, operator, value: other }));
}

const EQUALS = ['equal', 'notEqual'] as const;
const MEMBERS = ['in', 'notIn'] as const;
const leaf: fc.Arbitrary<FactValue> = fc.oneof(
  leafOf(NUMBERS, number, [...EQUALS, ...ORDERS]),
  leafOf(WORDS, text, EQUALS),
  leafOf([{ fact: 'b' }], fc.boolean(), EQUALS),
  fc
    .tuple(fc.constantFrom(...NUMBERS), fc.constantFrom(...MEMBERS), fc.array(number, { maxLength: 3 }))
    .map(([field, operator, value]) => ({ ...field, operator, value })),
  fc
    .tuple(fc.constantFrom(...WORDS), fc.constantFrom(...MEMBERS), fc.array(text, { maxLength: 3 }))
    .map(([field, operator, value]) => ({ ...field, operator, value })),
  fc
    .tuple(fc.constantFrom('contains', 'doesNotContain'), text)
    .map(([operator, value]) => ({ fact: 'l', operator, value })),
  fc.constant({ fact: 't', operator: 'in', value: { fact: 'known' } }),
  fc.constant({ condition: 'named' }),
);

/** A condition tree of json-rules-engine. */
export const { tree: treeArbitrary } = fc.letrec<{ tree: FactValue }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    { weight: 3, arbitrary: leaf },
    { weight: 1, arbitrary: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map((all) => ({ all })) },
    { weight: 1, arbitrary: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map((any) => ({ any })) },
    { weight: 1, arbitrary: tie('tree').map((not) => ({ not })) },
  ),
}));

const ATOMS = [
  'n > 1',
  'n == m',
  '0 <= n < 2',
  "t == 'a'",
  't != u',
  "t in ['a', 'b', 1]",
  't not in known',
  "t in [u, 'b']",
  "'a' in l",
  "tag('team') == 'b'",
  'b',
  'not b',
  'l',
  'exists(o.n)',
  'o.n * 2 >= m - 1',
  'n / m > 0.5',
  "lower(u) == 'a b'",
  "matches(t, '^[ab]$')",
  'days_since(day) > 300',
  'len(l) == 2',
  '(n if b else m) < 1',
  'm == null',
  "day < '2026-01-01'",
  "fact('odd-name') in [1, 2, 3]",
  'score > 2',
  'x == 1',
  'o == o',
];
const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 3 },
    { weight: 3, arbitrary: fc.constantFrom(...ATOMS) },
    {
      weight: 1,
      arbitrary: fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `(${a} and ${b})`),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `(${a} or ${b})`),
    },
    { weight: 1, arbitrary: tie('expression').map((inside) => `not (${inside})`) },
  ),
}));
const condition: fc.Arbitrary<FactValue> = fc.oneof(treeArbitrary, expression);

// ── rules ───────────────────────────────────────────────────────────────────────────────────────────────────────
const steps = fc
  .array(
    fc.constantFrom(
      'x = 1',
      'n = n + 1',
      'm = o.n',
      "t = 'b'",
      'o.n = 3',
      "u = t + '!'",
      'b = not b',
      'score += 2',
      'y = missing',
    ),
    { minLength: 1, maxLength: 2 },
  )
  .map((lines) => lines.join('\n'));
const message = fc.constantFrom('told', 'n is {{ n }}', "{{ t }} and {{ o.t if b else 'none' }}");
const reason = { reason: 'n is {{ n }}' };

const body: fc.Arbitrary<Facts> = fc.oneof(
  fc.record({ type: fc.constant('condition'), action: steps }),
  fc.record({ type: fc.constant('condition'), message }),
  fc.record({
    type: fc.constant('condition'),
    recommend: fc.record({
      action: fc.constantFrom('stop', 'delete'),
      savings: fc.constantFrom('n', 'o.n * 2', '(m if b else n)'),
      reason: message,
    }),
  }),
  fc.constantFrom<Facts>(
    { type: 'condition', fix: { t: "'fixed'", 'o.t': 't' } },
    { type: 'condition', quarantine: { fields: ['t'], ...reason } },
    { type: 'condition', deny: 'n is {{ n }}' },
    { type: 'route', action: 'there' },
    { type: 'route', action: "t + '/x'" },
    { type: 'score', action: '5' },
    { type: 'score', action: 'n' },
    { type: 'score', action: 'score * 2' },
    { type: 'custom', function: 'check_vip' },
  ),
  fc.record({ type: fc.constant('transform'), action: steps }),
  fc.record({ type: fc.constant('assert'), message }),
  fc.record({ type: fc.constant('log'), message }),
);

const rule: fc.Arbitrary<Facts> = fc
  .tuple(body, condition, fc.integer({ min: 0, max: 9 }))
  .map(([said, when, chance]): Facts => {
    // Some rules have no condition; an assertion always has one.
    const named = chance === 0 && said.type !== 'assert' ? said : { ...said, condition: when };
    return chance === 1 ? { ...named, enabled: false } : named;
  });

/** A rule set as the value of its file. */
export const setArbitrary: fc.Arbitrary<Facts> = fc
  .record({
    mode: fc.constantFrom('all', 'first', 'parallel'),
    defaults: fc.constantFrom<Facts>({}, {}, { x: 1, m: 2 }),
    named: condition.filter((tree) => !JSON.stringify(tree).includes('named')),
    rules: fc.array(rule, { minLength: 1, maxLength: 6 }),
  })
  .map(({ named, rules, ...set }) => ({
    ...set,
    lists: { known: ['a', 'b'] },
    conditions: { named },
    rules: rules.map((one, index) => ({ name: `r${index}`, ...one })),
  }));
