import fc from 'fast-check';
import type { Expression } from '../../ast';
import type { Facts, FactValue, Rule, RuleSet } from '../../schema';

/** Rule sets and facts for differential tests: every kind of node, few names and values, so that they meet often. */
const at = { start: 0, end: 0 };
const NAMES = ['kind', 'a', 'b', 'flag', 'score', 'o', 'constructor', '__proto__', 'c3'];
const TEXTS = [
  '',
  'lb',
  'disk',
  'eip',
  'vm',
  'db',
  "it's",
  '\u2028</script>',
  'constructor',
  '?',
  '2026-01-01',
];
const LISTS: Record<string, FactValue[]> = {
  exempt: ['lb', 'x', 5],
  mixed: [null, 'disk', [1], { a: 1 }],
  none: [],
};

const text = fc.constantFrom(...TEXTS);
const number = fc.constantFrom(0, -0, 1, 2, 3, 5, -3, 0.5, 1.5, 1e308, -1e308, 5e-324);
const literal = fc
  .oneof(text, number, fc.boolean(), fc.constant(null))
  .map((value): Expression => ({ kind: 'literal', value, at }));
const path = fc
  .oneof(
    { weight: 5, arbitrary: fc.constantFrom(...NAMES).map((name) => [name]) },
    { weight: 1, arbitrary: fc.constantFrom(...Object.keys(LISTS)).map((name) => [name]) },
    { weight: 2, arbitrary: fc.constantFrom(...NAMES, 'length').map((name) => ['o', name]) },
    { weight: 1, arbitrary: fc.constantFrom(...NAMES).map((name) => ['o', 'o', name]) },
  )
  .map((steps): Expression => ({ kind: 'path', path: steps, at }));
const tag = fc.constantFrom('team', '__proto__').map((key): Expression => ({ kind: 'tag', key, at }));
const fact = fc.oneof({ weight: 6, arbitrary: path }, { weight: 1, arbitrary: tag });
const literals = fc
  .array(literal, { maxLength: 4 })
  .map((items): Expression => ({ kind: 'list', items, at }));
const sign = fc.constantFrom('==', '!=', '<', '<=', '>', '>=', 'in', 'not in');
const oneArgument = fc.constantFrom('lower', 'len', 'abs', 'floor', 'number', 'text', 'days_since', 'gone');
const twoArguments = fc.constantFrom('contains', 'startswith', 'max', 'min', 'coalesce', 'round', 'left');

/** What rules mostly ask: one fact against what is written. */
const plain = fc.oneof(
  fact,
  fc
    .tuple(fact, sign, literal)
    .map(([left, operator, right]): Expression => compare([operator], [left, right])),
  fc
    .tuple(fact, fc.constantFrom('in', 'not in'), fc.oneof(literals, path))
    .map(([left, operator, right]): Expression => compare([operator], [left, right])),
  fact.map((arg): Expression => ({ kind: 'call', name: 'exists', args: [arg], at })),
);

type Sign = Extract<Expression, { kind: 'compare' }>['operators'][number];
function compare(operators: Sign[], operands: Expression[]): Expression {
  return { kind: 'compare', operators, operands, at };
}

export const { node: expression } = fc.letrec<{ node: Expression }>((tie) => {
  const inner = tie('node');
  const several = fc.array(inner, { minLength: 2, maxLength: 4 });
  const many = fc.array(inner, { minLength: 3, maxLength: 3 });
  return {
    node: fc.oneof(
      { maxDepth: 5 },
      { weight: 4, arbitrary: plain },
      { weight: 1, arbitrary: fc.oneof(literal, literals) },
      { weight: 2, arbitrary: several.map((operands): Expression => ({ kind: 'and', operands, at })) },
      { weight: 2, arbitrary: several.map((operands): Expression => ({ kind: 'or', operands, at })) },
      { weight: 2, arbitrary: inner.map((operand): Expression => ({ kind: 'not', operand, at })) },
      {
        weight: 3,
        arbitrary: fc
          .tuple(sign, inner, inner)
          .map(([operator, left, right]) => compare([operator], [left, right])),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(fc.array(sign, { minLength: 2, maxLength: 2 }), many)
          .map(([signs, operands]) => compare(signs, operands)),
      },
      { weight: 1, arbitrary: inner.map((operand): Expression => ({ kind: 'negate', operand, at })) },
      {
        weight: 2,
        arbitrary: fc
          .tuple(fc.constantFrom('+', '-', '*', '/', '//', '%'), inner, inner)
          .map(([operator, left, right]): Expression => ({ kind: 'arithmetic', operator, left, right, at })),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(inner, inner, inner)
          .map(
            ([condition, then, otherwise]): Expression => ({ kind: 'if', condition, then, otherwise, at }),
          ),
      },
      {
        weight: 1,
        arbitrary: fc
          .array(inner, { maxLength: 3 })
          .map((items): Expression => ({ kind: 'list', items, at })),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(oneArgument, inner)
          .map(([name, arg]): Expression => ({ kind: 'call', name, args: [arg], at })),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(twoArguments, inner, inner)
          .map(([name, one, other]): Expression => ({ kind: 'call', name, args: [one, other], at })),
      },
    ),
  };
});

const value: fc.Arbitrary<FactValue> = fc.oneof(
  { weight: 3, arbitrary: text },
  { weight: 3, arbitrary: number },
  { weight: 2, arbitrary: fc.boolean() },
  { weight: 1, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.constantFrom<FactValue>([], ['lb'], [0], [1], [null, 'disk'], { a: 1 }, {}) },
);

/** Facts as JSON gives them, with names that mean something elsewhere. */
export const facts: fc.Arbitrary<Facts> = fc
  .tuple(entries(NAMES), entries(NAMES), entries(NAMES), entries(['team', '__proto__']), fc.boolean())
  .map(([own, below, deeper, tags, isNested]) => {
    const nested = isNested
      ? [
          ['o', record([...below, ['o', record(deeper)]])],
          ['tags', record(tags)],
        ]
      : [];
    return record([
      ...own,
      ...nested.map(([name, inner]): [string, FactValue] => [String(name), inner ?? null]),
    ]);
  });

function entries(names: string[]): fc.Arbitrary<[string, FactValue][]> {
  return fc.array(fc.tuple(fc.constantFrom(...names), value), { maxLength: 7 });
}

function record(pairs: [string, FactValue][]): Facts {
  return Object.fromEntries(pairs);
}

const condition = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  { weight: 8, arbitrary: expression },
  {
    weight: 14,
    arbitrary: fc
      .tuple(fc.constantFrom('lb', 'disk', 'eip', 'vm', 'db'), fc.array(plain, { maxLength: 2 }))
      .map(([kind, rest]): Expression => {
        const isKind = compare(
          ['=='],
          [
            { kind: 'path', path: ['kind'], at },
            { kind: 'literal', value: kind, at },
          ],
        );
        return rest.length === 0 ? isKind : { kind: 'and', operands: [isKind, ...rest], at };
      }),
  },
);

const effects = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constant<Partial<Rule>>({ recommend: { action: 'delete', reason: { parts: ['x'] } } }),
  },
  { weight: 2, arbitrary: fc.constant<Partial<Rule>>({ type: 'assert' }) },
  { weight: 1, arbitrary: fc.constant<Partial<Rule>>({ type: 'log', message: { parts: ['seen'] } }) },
  { weight: 1, arbitrary: fc.constant<Partial<Rule>>({ deny: { parts: ['no'] } }) },
  {
    weight: 1,
    arbitrary: fc.tuple(path, expression).map(
      ([target, assigned]): Partial<Rule> => ({
        type: 'transform',
        action: [
          { kind: 'assign', target: target.kind === 'path' ? target.path : ['a'], value: assigned, at },
        ],
      }),
    ),
  },
  {
    weight: 1,
    arbitrary: expression.map((points): Partial<Rule> => ({ type: 'score', value: points })),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(path, expression).map(
      ([target, fixed]): Partial<Rule> => ({
        fix: [{ target: target.kind === 'path' ? target.path : ['a'], value: fixed }],
      }),
    ),
  },
);

const mode = fc.constantFrom('all', 'first', 'parallel');

export function ruleSet(most: number): fc.Arbitrary<RuleSet> {
  const rule = fc.tuple(condition, effects);
  return fc
    .tuple(
      mode,
      fc.array(rule, { minLength: Math.ceil(most / 3), maxLength: most, size: 'max' }),
      fc.oneof(fc.constant({}), fc.constant({ kind: 'lb', b: 2 })),
    )
    .map(
      ([how, rules, defaults]): RuleSet => ({
        ...{ ruleset: 'made', domain: 'general', mode: how, defaults, lists: LISTS, tests: [] },
        rules: rules.map(
          ([tested, effect], index): Rule => ({
            ...{ name: `rule ${index}`, type: 'condition', enabled: true, action: [], line: index + 1 },
            ...(tested ? { condition: tested } : {}),
            ...effect,
          }),
        ),
      }),
    );
}
