import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { compileRuleSet } from './compile';
import { parseRuleSet } from './parse';
import type { Facts } from './schema';
import { FuzzJudge } from './testing/fuzz-judge';
import { bomb, deep, expression, facts, joined, mutated, quoted, readable, setsOf } from './testing/garbage';
import { YAML_PIECES } from './testing/pieces';

/*
 * Garbage at parse and at evaluate. Each input is judged in a process of its own kind that is killed when it does not
 * answer: what hangs is a failure, and so is anything that is thrown.
 */
const RUNS = Number(process.env.FUZZ_RUNS ?? 150);

const judge = new FuzzJudge();
afterAll(() => judge.end());

describe('garbage is told with its place, throws nothing and hangs nothing', () => {
  it.each([
    ['any text', fc.string({ unit: 'binary', maxLength: 2_000 })],
    ['pieces of YAML', joined(YAML_PIECES, 60, '')],
    ['sets that were right', mutated],
    ['pieces of expressions', setsOf(expression)],
    ['expressions that can be read', setsOf(readable)],
    ['what is nested without end', deep],
    ['aliases that multiply', bomb],
  ])('%s', { timeout: 240_000 }, async (_, yaml) => {
    await fc.assert(
      fc.asyncProperty(yaml, facts, async (text, given) => {
        expect(await judge.judge({ yaml: text, facts: given })).toBeNull();
      }),
      { numRuns: RUNS },
    );
  });

  it('what does not answer is found, killed, and does not hold up the next', async () => {
    const garbage = { yaml: 'rules: [{ name: a }]', facts: '{}' };
    expect(await judge.judge(garbage)).toBeNull();
    const stopped = judge.pid;
    if (stopped === undefined) throw new Error('there is no process');
    process.kill(stopped, 'SIGSTOP');
    expect(await judge.judge(garbage, 500)).toBe('no answer within 500 ms');
    expect(await judge.judge(garbage)).toBeNull();
    expect(judge.pid).not.toBe(stopped);
  });
});

it('much of what is thrown can be read, so that it is evaluated as well', () => {
  const share = (yaml: fc.Arbitrary<string>) =>
    fc.sample(yaml, { numRuns: 200, seed: 7 }).filter((text) => parseRuleSet(text).ok).length / 200;
  expect(share(setsOf(readable))).toBeGreaterThan(0.8);
  expect(share(mutated)).toBeGreaterThan(0.1);
});

describe('what stands behind an object is out of reach', () => {
  const reads = (condition: string, given: Facts) => {
    const parsed = parseRuleSet(`rules:\n  - { name: a, condition: ${quoted(condition)} }`);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
    const engines = ['generated', 'closures'] as const;
    return engines.map(
      (engine) => compileRuleSet(parsed.set, { engine }).evaluate(given, { now: new Date(0) }).unknown,
    );
  };

  it.each([
    'constructor',
    'constructor.name',
    'toString',
    'hasOwnProperty',
    '__proto__',
    '__proto__.polluted',
    'text.length',
    'text.constructor',
    'list.length',
    'deep.__proto__',
    'deep.valueOf',
    "tag('constructor')",
    "tag('__proto__')",
  ])('%s is unknown', (condition) => {
    const given = { text: 'abc', list: [1], deep: { a: 1 }, tags: { team: 'x' } };
    expect(reads(condition, given)).toEqual([['a'], ['a']]);
  });

  it('what a fact inherits is not read', () => {
    const given: Facts = Object.create({ age: 40 });
    expect(reads('age > 18', given)).toEqual([['a'], ['a']]);
  });

  it.each([
    'action: "__proto__.polluted = 1"',
    'action: "deep.constructor = 1"',
    'action: "deep.prototype.polluted = 1"',
    'fix: { __proto__: 1 }',
  ])('%s is refused', (part) => {
    expect(parseRuleSet(`rules:\n  - name: a\n    ${part}`).ok).toBe(false);
  });

  it('a fix or a default by a hostile name changes nothing but the facts', () => {
    const parsed = parseRuleSet('rules:\n  - name: a\n    fix: { "deep.__proto__": "1" }');
    if (parsed.ok) compileRuleSet(parsed.set).evaluate({ deep: {} }, { now: new Date(0) });
    const given: Facts = JSON.parse('{"__proto__": {"polluted": true}, "age": 1}');
    const set = parseRuleSet('defaults: { x: 1 }\nrules:\n  - { name: a, action: "y.z = age" }');
    if (!set.ok) throw new Error('does not parse');
    compileRuleSet(set.set).evaluate(given, { now: new Date(0) });
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });
});
