import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { processorMs } from '@/scripts/testing/processor';
import { parseAction } from './action';
import type { Expression } from './ast';
import { parseExpression } from './expression';
import { printExpression } from './print';

/** The tree without its spans. */
function bare(node: unknown): unknown {
  return JSON.parse(JSON.stringify(node, (key, value) => (key === 'at' ? undefined : value)));
}

function printed(text: string): string {
  const parsed = parseExpression(text);
  return parsed.ok ? printExpression(parsed.value) : `${parsed.flaw.at.start}: ${parsed.flaw.message}`;
}

describe('an expression is read as Python would read it', () => {
  it.each([
    ['a or b and not c', 'a or b and not c'],
    ['(a or b) and c', '(a or b) and c'],
    ['not a == b', 'not a == b'],
    ['1 < x <= 5', '1 < x <= 5'],
    ['(1 < x) == true', '(1 < x) == true'],
    ['a not in [1, 2,]', 'a not in [1, 2]'],
    ['a in b', 'a in b'],
    ['1 + 2 * -3', '1 + 2 * -3'],
    ['(1 + 2) * 3 - (4 - 5)', '(1 + 2) * 3 - (4 - 5)'],
    ['a if b else c if d else e', 'a if b else c if d else e'],
    ['(a if b else c) if d else e', '(a if b else c) if d else e'],
    ['x is None or y is not None', 'x == null or y != null'],
    ['True and False', 'true and false'],
    ['meter.log_storage.cost // 7 % 2', 'meter.log_storage.cost // 7 % 2'],
    ["tag('user:Team')", "tag('team')"],
    ["matches(name, 'a\\d+')", "matches(name, 'a\\\\d+')"],
    [`"it's"`, "'it\\'s'"],
    ['1_000.5e1', '10005'],
    ['ключ == "да"', "ключ == 'да'"],
    ['meter.in.not == 1', 'meter.in.not == 1'],
    ['+5', '5'],
  ])('%s', (text, wanted) => {
    expect(printed(text)).toBe(wanted);
  });
});

describe('a fault says what is wrong and where', () => {
  it.each([
    ['', 0, 'A value is missing before the end.'],
    ['age >=', 6, 'A value is missing before the end.'],
    ['age = 5', 4, 'A condition compares with "==", "=" assigns.'],
    ['age >= 18 && x', 10, '"&" is not part of the language: write "and".'],
    ['a AND b', 2, '"AND" cannot stand here; words such as "and" are written in lower case.'],
    ['(a or b', 7, '")" is missing to close "(", before the end.'],
    ['[1, 2', 5, '"]" is missing or "," in "[…]", before the end.'],
    ["name == 'x", 8, "This text has no closing '."],
    ['name == "x\\', 8, 'This text has no closing ".'],
    ['18x', 0, '"18x" is neither a number nor a name.'],
    ['1e999', 0, 'The number 1e999 is too large.'],
    ['lenn(a)', 0, 'There is no function "lenn". Did you mean "len"?'],
    ['len()', 0, 'len() takes 1 value, not 0.'],
    ['a and round(1, 2, 3)', 6, 'round() takes 1 to 2 values, not 3.'],
    ["name.startswith('x')", 0, 'Values have no methods: write startswith(name, …).'],
    ['exists(1 + 2)', 7, 'exists() takes the name of a fact or tag(…).'],
    ['tag(key)', 0, "tag() takes one key, written as a text: tag('team')."],
    ['a if b', 6, '"else" is missing after "if", before the end.'],
    ['a.', 2, 'A name is missing after ".", before the end.'],
    ['x b', 2, '"b" cannot stand here: an operator such as "and" is missing before it.'],
    ["matches(a, '(')", 11, /^This pattern cannot be used: /],
    ["matches(a, '(x{500}){500}')", 11, /multiply to more than 1,000/],
    ['matches(a, 5)', 11, 'The pattern of matches() is a text.'],
    ['lambda: 0', 6, '":" is not part of the language.'],
  ])('%s', (text, start, message) => {
    const parsed = parseExpression(text);
    expect(parsed.ok).toBe(false);
    if (parsed.ok) return;
    expect(parsed.flaw.at.start).toBe(start);
    expect(parsed.flaw.message).toEqual(
      typeof message === 'string' ? message : expect.stringMatching(message),
    );
  });
});

describe('an action is steps', () => {
  function steps(text: string): string {
    const parsed = parseAction(text);
    if (!parsed.ok) return `${parsed.flaw.at.start}: ${parsed.flaw.message}`;
    const told = parsed.value.map((step) =>
      step.kind === 'invoke'
        ? `${step.name}()`
        : `${step.target.join('.')} := ${printExpression(step.value)}`,
    );
    return told.join(' | ');
  }

  it.each([
    ["eligible = True; message = 'Approved'", "eligible := true | message := 'Approved'"],
    ['score = score + 10 if age >= 30 else score', 'score := score + 10 if age >= 30 else score'],
    ['a = 1\nb = 2;', 'a := 1 | b := 2'],
    ['total += 5', 'total := total + 5'],
    ['check_vip', 'check_vip()'],
    ['check_vip(facts)', 'check_vip()'],
    ['a.b = 1', 'a.b := 1'],
    ['', ''],
    ['a = 1 b = 2', '6: "b" cannot stand here: an operator such as "and" is missing before it.'],
    ['a == 1', '2: An action assigns with "=", as in "eligible = true".'],
    ['__proto__.x = 1', '0: "__proto__.x" cannot be assigned.'],
    ['a.constructor = 1', '0: "a.constructor" cannot be assigned.'],
    ['5 = a', '0: An action assigns, as in "eligible = true", or names a registered function.'],
  ])('%s', (text, wanted) => {
    expect(steps(text)).toBe(wanted);
  });
});

describe('limits hold', () => {
  it.each([
    ['brackets by the thousand', '('.repeat(1_900) + ')'.repeat(1_900), /64 levels/],
    ['not by the thousand', `${'not '.repeat(900)}a`, /64 levels/],
    ['minus by the thousand', `${'-'.repeat(3_000)}1`, /64 levels/],
    ['conditionals by the hundred', `${'a if b else '.repeat(300)}c`, /64 levels/],
    ['a long text', `'${'x'.repeat(5_000)}'`, /4000 characters/],
    ['a long list', `a in [${'1,'.repeat(1_500)}]`, /1000 values/],
  ])('%s', async (_, text, message) => {
    expect(await processorMs(() => parseExpression(text))).toBeLessThan(5_000);
    const parsed = parseExpression(text);
    expect(parsed.ok ? '' : parsed.flaw.message).toMatch(message);
  });
});

const at = { start: 0, end: 0 };
const name = fc.stringMatching(/^[a-z_][a-z0-9_]{0,6}$/).map((word) => `f_${word}`);
const literal = fc
  .oneof(
    fc.string(),
    fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
  )
  .map((value): Expression => ({ kind: 'literal', value: Object.is(value, -0) ? 0 : value, at }));
const path = fc
  .array(name, { minLength: 1, maxLength: 3 })
  .map((steps): Expression => ({ kind: 'path', path: steps, at }));

/** Any tree the parser can produce. */
const { tree } = fc.letrec<{ tree: Expression }>((tie) => {
  const part = tie('tree');
  const two = fc.array(part, { minLength: 2, maxLength: 3 });
  return {
    tree: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      literal,
      path,
      fc
        .stringMatching(/^[a-z][a-z/'\\:-]{0,5}$/)
        .filter((key) => !key.startsWith('user:'))
        .map((key): Expression => ({ kind: 'tag', key, at })),
      fc.array(part, { maxLength: 3 }).map((items): Expression => ({ kind: 'list', items, at })),
      part.map((arg): Expression => ({ kind: 'call', name: 'lower', args: [arg], at })),
      part.map((operand): Expression => ({ kind: 'negate', operand, at })),
      part.map((operand): Expression => ({ kind: 'not', operand, at })),
      fc
        .tuple(
          fc.constantFrom(
            '+' as const,
            '-' as const,
            '*' as const,
            '/' as const,
            '//' as const,
            '%' as const,
          ),
          part,
          part,
        )
        .map(([operator, left, right]): Expression => ({ kind: 'arithmetic', operator, left, right, at })),
      fc
        .tuple(
          two,
          fc.array(fc.constantFrom('==' as const, '<' as const, 'in' as const, 'not in' as const), {
            minLength: 2,
            maxLength: 2,
          }),
        )
        .map(
          ([operands, operators]): Expression => ({
            kind: 'compare',
            operands,
            operators: operators.slice(0, operands.length - 1),
            at,
          }),
        ),
      fc
        .tuple(fc.constantFrom('and' as const, 'or' as const), two)
        .map(([kind, operands]): Expression => ({ kind, operands, at })),
      fc
        .tuple(part, part, part)
        .map(([condition, then, otherwise]): Expression => ({ kind: 'if', condition, then, otherwise, at })),
    ),
  };
});

describe('printing and parsing are each other’s inverse', () => {
  it('any tree survives', () => {
    fc.assert(
      fc.property(tree, (node) => {
        const text = printExpression(node);
        fc.pre(text.length < 4_000);
        const parsed = parseExpression(text);
        expect(parsed.ok ? bare(parsed.value) : parsed.flaw).toEqual(bare(node));
      }),
      { numRuns: 2_000 },
    );
  });

  it('any text at all gives a tree or a flaw inside the text', () => {
    const words = fc.constantFrom(
      'a',
      '1',
      "'x'",
      '(',
      ')',
      'and',
      'not',
      'in',
      '==',
      '<',
      '[',
      ']',
      ',',
      'if',
      'else',
      '.',
      '-',
      ' ',
      'len',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(words).map((parts) => parts.join(' ')),
        ),
        (text) => {
          const parsed = parseExpression(text);
          if (!parsed.ok) expect(parsed.flaw.at.start).toBeLessThanOrEqual(text.length);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
