import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { EXPRESSION_PIECES, NAMES, YAML_PIECES } from './pieces';

/** What nobody would write: texts, sets and facts that are wrong, or right and senseless. */
const folder = join(process.cwd(), 'rules');
const shipped = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => readFileSync(join(folder, name), 'utf8'));

export const joined = (pieces: string[], most: number, by: string) =>
  fc.array(fc.constantFrom(...pieces), { maxLength: most }).map((found) => found.join(by));
export const expression = joined(EXPRESSION_PIECES, 30, ' ');
/** Expressions that can be read, however senseless. */
export const readable = fc.letrec<{ any: string; leaf: string }>((tie) => ({
  leaf: fc.constantFrom(
    ...[
      'age',
      'name',
      'a.b.c',
      'deep',
      "tag('x')",
      'l',
      '1',
      '0',
      '1e308',
      "'a'",
      "''",
      'null',
      'true',
      '[]',
      "[1, 'a', null]",
    ],
    ...['constructor', '__proto__.x', 'toString', 'score'],
  ),
  any: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    tie('leaf'),
    fc
      .tuple(
        tie('any'),
        fc.constantFrom('and', 'or', '==', '!=', '<', '>=', 'in', 'not in', '+', '-', '*', '/', '//', '%'),
        tie('any'),
      )
      .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    fc
      .tuple(
        fc.constantFrom(
          'lower',
          'len',
          'number',
          'text',
          'abs',
          'days_since',
          'repeats',
          'coalesce',
          '-',
          'not ',
        ),
        tie('any'),
      )
      .map(([name, value]) => `${name}(${value})`),
    fc
      .tuple(
        fc.constantFrom('matches', 'contains', 'left', 'startswith', 'round', 'max'),
        tie('any'),
        tie('any'),
      )
      .map(([name, one, other]) => `${name}(${one}, ${other})`),
    fc
      .tuple(tie('any'), tie('any'), tie('any'))
      .map(([one, when, other]) => `(${one} if ${when} else ${other})`),
  ),
})).any;
export const quoted = (text: string) => JSON.stringify(text);

/** A shipped set of which pieces are cut out, doubled, moved or replaced by others. */
export const mutated = fc
  .tuple(
    fc.constantFrom(...shipped),
    fc.array(fc.tuple(fc.nat(), fc.nat(40), fc.oneof(fc.constantFrom(...YAML_PIECES), fc.string())), {
      maxLength: 6,
    }),
  )
  .map(([text, cuts]) =>
    cuts.reduce((before, [at, length, piece]) => {
      const start = at % Math.max(1, before.length);
      return before.slice(0, start) + piece + before.slice(start + length);
    }, text),
  );

export const setsOf = (part: fc.Arbitrary<string>) =>
  fc
    .tuple(
      fc.constantFrom('all', 'first', 'parallel'),
      fc.array(
        fc.tuple(
          part,
          part,
          part,
          fc.constantFrom('condition', 'assert', 'score', 'route', 'transform', 'log'),
        ),
        { minLength: 1, maxLength: 4 },
      ),
    )
    .map(([mode, rules]) => {
      const lines = rules.map(
        ([condition, action, message, type], index) =>
          `  - { name: r${index}, type: ${type}, condition: ${quoted(condition)}, action: ${quoted(type === 'score' || type === 'route' ? action : `x.y = ${action}`)}, message: ${quoted(`{{ ${message} }}`)} }`,
      );
      return `mode: ${mode}\nlists: { l: [1, a] }\nrules:\n${lines.join('\n')}\n`;
    });

export const deep = fc
  .tuple(
    fc.constantFrom(
      '[',
      '{a: ',
      '- ',
      '(',
      'not ',
      '-',
      'a.',
      'a if ',
      '{{',
      '1 + ',
      'a and ',
      'lower(',
      '&a [*a, ',
      '"',
      '\\',
      '? ',
    ),
    fc.nat(100_000),
    fc.boolean(),
  )
  .map(([piece, times, isExpression]) => {
    const text = piece.repeat(Math.min(times, Math.floor(250_000 / piece.length)));
    return isExpression ? `rules:\n  - name: a\n    condition: ${quoted(text)}\n` : text;
  });

export const bomb = fc.nat(40).map((levels) => {
  const lines = Array.from(
    { length: levels },
    (_, index) => `a${index + 1}: &a${index + 1} [${`*a${index}, `.repeat(9)}]`,
  );
  return `a0: &a0 [x]\n${lines.join('\n')}\nrules: [{ name: a, condition: *a${levels} }]`;
});

const fact = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(1e308, -0, '', 'a'.repeat(5_000), [], {}),
);
export const facts = fc.dictionary(fc.constantFrom(...NAMES), fact).map((value) => JSON.stringify(value));
