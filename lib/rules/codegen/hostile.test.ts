import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { processorMs } from '@/scripts/testing/processor';
import type { Expression } from '../ast';
import { compileRuleSet } from '../compile';
import { Evaluator } from '../evaluate';
import type { Facts, RuleSet } from '../schema';
import { makeScan } from './scan';
import { quoted } from './text';

const now = new Date('2026-11-21T00:00:00Z');
const at = { start: 0, end: 0 };
const path = (...steps: string[]): Expression => ({ kind: 'path', path: steps, at });
const literal = (value: string | number | boolean | null): Expression => ({ kind: 'literal', value, at });
const isEqual = (left: Expression, right: Expression): Expression => ({
  ...{ kind: 'compare', operators: ['=='], operands: [left, right], at },
});

function setOf(...conditions: Expression[]): RuleSet {
  return {
    ...{ ruleset: 'made', domain: 'general', mode: 'all', defaults: {}, lists: {}, tests: [] },
    rules: conditions.map((condition, index) => ({
      ...{ name: `rule ${index}`, type: 'condition', enabled: true, action: [], line: index + 1, condition },
    })),
  };
}

/** Both engines, which must agree; what matched. */
function ask(set: RuleSet, facts: Facts): { matched: string[]; unknown: string[] } {
  const wanted = compileRuleSet(set, { engine: 'closures' }).evaluate(facts, { now });
  const generated = compileRuleSet(set, { engine: 'generated' });
  expect(generated.evaluate(facts, { now })).toEqual(wanted);
  expect(generated.matchedRules(facts, { now })).toEqual(wanted.matched);
  return wanted;
}

const HOSTILE = [
  '"];process.exit(1);["',
  "'+globalThis+'",
  '`$' + '{globalThis}`',
  '\u2028\u2029',
  '</script><script>',
  '\\',
  '\\u0022',
  '\n\r\0',
  '\ud800',
  '*/ /*',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'F',
  'k0',
];

describe('names and literals of a file cannot leave the generated text’s strings', () => {
  it.each(HOSTILE)('%j', (text) => {
    const set = setOf(
      isEqual(path(text), literal(text)),
      isEqual(path('o', text), literal(text)),
      isEqual({ kind: 'tag', key: text, at }, literal(text)),
      { kind: 'compare', operators: ['<='], operands: [path(text), literal(text)], at },
    );
    const inside = Object.fromEntries([[text, text]]);
    expect(
      ask(
        set,
        Object.fromEntries([
          [text, text],
          ['o', inside],
          ['tags', inside],
        ]),
      ).matched,
    ).toHaveLength(4);
    expect(ask(set, {}).unknown).toHaveLength(4);
  });

  it('as literals they read back as they were', () => {
    for (const text of HOSTILE) {
      const read: unknown = new Function(`return ${quoted(text)}`)();
      expect(read).toBe(text);
      expect(quoted(text)).not.toMatch(/[\u2028\u2029<]/);
    }
  });

  it('the generated text holds no character of a name outside a JSON string', () => {
    const rule = setOf(isEqual(path('zebra "x"'), literal('yak'))).rules[0];
    if (!rule) throw new Error('no rule');
    const { text } = makeScan([{ index: 0, rule }], {
      ...{ evaluator: new Evaluator(new Map()), defaults: {}, out: new Int32Array(2), question: 'matches' },
      whole: (facts) => facts,
    });
    expect(text.replace(/"(?:[^"\\]|\\.)*"/g, '')).not.toMatch(/zebra|yak/);
    expect(text).toContain('"zebra \\"x\\""');
  });
});

describe('only own properties are read', () => {
  const names = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__'];

  it.each(names)('%s is unknown unless it is there', (name) => {
    const exists: Expression = { kind: 'call', name: 'exists', args: [path(name)], at };
    const below: Expression = { kind: 'call', name: 'exists', args: [path('o', name)], at };
    const set = setOf(exists, below, path(name), isEqual(path('o', name, 'name'), literal('Object')));
    const without: Facts[] = [{}, { o: {} }, { o: [] }, { o: 'text' }, { o: null }];
    for (const facts of without) {
      expect(ask(set, facts).matched).toEqual([]);
    }
    const own: Facts = JSON.parse(`{"${name}": 1, "o": {"${name}": {"name": "Object"}}}`);
    expect(ask(set, own).matched).toHaveLength(4);
  });

  it('facts that inherit, or come without a prototype, are left to the closures', () => {
    const set = setOf(isEqual(path('a'), literal(1)), isEqual(path('o', 'a'), literal(1)));
    const bare: Facts = Object.assign(Object.create(null), {
      a: 1,
      o: Object.assign(Object.create(null), { a: 1 }),
    });
    expect(ask(set, bare).matched).toHaveLength(2);
    expect(ask(set, Object.create({ a: 1, o: { a: 1 } })).matched).toEqual([]);
    expect(ask(set, { o: Object.create({ a: 1 }) }).matched).toEqual([]);
    expect(ask(setOf(isEqual(path('o', 'length'), literal(0))), { o: [] }).matched).toEqual([]);
  });

  describe('when somebody pollutes Object', () => {
    afterEach(() => {
      Reflect.deleteProperty(Object.prototype, 'polluted');
    });

    it('nothing of it is read, not even by a function made before', () => {
      const set = setOf(isEqual(path('polluted'), literal(1)), isEqual(path('o', 'polluted'), literal(1)));
      const compiled = compileRuleSet(set, { engine: 'generated' });
      expect(compiled.matchedRules({ polluted: 1, o: {} }, { now })).toEqual(['rule 0']);
      Object.defineProperty(Object.prototype, 'polluted', {
        value: 1,
        configurable: true,
        enumerable: false,
      });
      expect(compiled.matchedRules({ o: {} }, { now })).toEqual([]);
      expect(compiled.evaluate({ o: {} }, { now }).matched).toEqual([]);
      expect(compiled.match({ o: {} }, { now })).toBeNull();
    });
  });

  it('numbers that no JSON gives are judged as the closures do', () => {
    const less: Expression = { kind: 'compare', operators: ['<='], operands: [path('a'), path('b')], at };
    const more: Expression = { kind: 'compare', operators: ['>'], operands: [path('a'), literal(5)], at };
    const set = setOf(less, more, path('a'), isEqual(path('a'), literal(5)));
    for (const a of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      ask(set, { a, b: a });
      ask(set, { a, b: 1 });
    }
    expect(ask(set, { a: 9, b: 9 }).matched).toHaveLength(3);
  });
});

describe('limits', () => {
  it('chains inside chains do not multiply the text', async () => {
    let node = isEqual(path('a'), literal(1));
    for (let depth = 0; depth < 60; depth++) {
      node = { kind: 'compare', operators: ['==', '!='], operands: [path('b'), node, literal(true)], at };
    }
    const rule = setOf(node).rules[0];
    if (!rule) throw new Error('no rule');
    const spent = await processorMs(() => {
      const scan = makeScan([{ index: 0, rule }], {
        ...{ evaluator: new Evaluator(new Map()), defaults: {}, out: new Int32Array(2), question: 'truths' },
        whole: (facts) => facts,
      });
      expect(scan.text.length).toBeLessThan(100_000);
    });
    expect(spent).toBeLessThan(5_000);
  });

  it('a process that may not make functions from text falls back to the closures', () => {
    const script = `
      import { compileRuleSet } from ${JSON.stringify(join(import.meta.dirname, '../compile.ts'))};
      const set = ${JSON.stringify(setOf(isEqual(path('kind'), literal('lb'))))};
      let refused = false;
      try { new Function('return 1'); } catch (fault) { refused = fault instanceof EvalError; }
      const compiled = compileRuleSet(set, { engine: 'generated' });
      const now = new Date(0);
      const facts = { kind: 'lb' };
      const told = [compiled.matchedRules(facts, { now }), compiled.match({}, { now }), compiled.evaluate(facts, { now }).matched];
      console.log(JSON.stringify([refused, ...told]));`;
    const flags = ['--disallow-code-generation-from-strings', '--import', 'tsx', '--input-type=module'];
    const output = execFileSync(process.execPath, [...flags, '--eval', script], { encoding: 'utf8' });
    expect(JSON.parse(output)).toEqual([true, ['rule 0'], null, ['rule 0']]);
  });
});
