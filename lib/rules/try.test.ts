import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { compileRuleSet } from './compile';
import { factsFromCsv } from './facts-csv';
import { parseRuleSet } from './parse';
import { evaluateInput, evaluateOutput, validateOutput } from './schema';
import { runSetTests } from './test-cases';
import { evaluateYaml, validateYaml } from './try';

const now = new Date('2026-11-21T00:00:00Z');
const YAML = 'rules:\n  - { name: adult, condition: age >= 18, action: "ok = true" }';

describe('trying rules', () => {
  it('runs the own tests of a file, and says of one that fails where it stands, what came and why', () => {
    const yaml = `${YAML}
tests:
  - name: grown up
    given: { age: 18 }
    expect: { matched: [adult] }
  - name: nearly
    given: { age: 17 }
    expect: { matched: [adult], facts: { ok: true } }`;
    const { tests } = validateOutput.parse(validateYaml({ yaml }));
    expect(tests).toMatchObject([
      { name: 'grown up', line: 4, passed: true, difference: [] },
      {
        name: 'nearly',
        line: 7,
        passed: false,
        expected: { matched: ['adult'] },
        actual: { matched: [] },
        difference: ['matched: expected ["adult"], got []', 'ok: expected true, got null'],
        why: [expect.stringContaining('adult: Does not match because')],
      },
    ]);
    expect(tests[0]).not.toHaveProperty('why');
  });

  it('holds the text of an existing set to its name', () => {
    expect(validateYaml({ yaml: `ruleset: adults\n${YAML}`, named: 'adults' }).valid).toBe(true);
    expect(validateYaml({ yaml: `title: T\nruleset: grown\n${YAML}`, named: 'adults' })).toMatchObject({
      valid: false,
      errors: [{ line: 2, column: 10, message: expect.stringContaining('"adults" and keeps its name') }],
    });
  });

  it('validates', () => {
    expect(validateYaml({ yaml: YAML })).toEqual({ valid: true, errors: [], warnings: [], tests: [] });
    const wrong = validateYaml({ yaml: 'rules:\n  - { name: a, condition: ) }' });
    expect(validateOutput.parse(wrong)).toMatchObject({
      valid: false,
      errors: [{ line: 2, column: 27, message: 'A value is missing before ")".' }],
    });
  });

  it('evaluates one result per facts object, of the shape the API promises', () => {
    const input = evaluateInput.parse({ yaml: YAML, facts: [{ age: 20 }, { age: 5 }, {}], explain: true });
    const result = evaluateYaml(input, { now });
    if (!result.ok) throw new Error('does not parse');
    expect(evaluateOutput.parse({ results: result.results })).toEqual({ results: result.results });
    expect(result.results.map(({ matched }) => matched)).toEqual([['adult'], [], []]);
    expect(result.results[0]?.facts).toEqual({ age: 20, ok: true });
    expect(result.results[2]?.why?.[0]?.sentence).toBe('Cannot be told because age is missing.');
  });

  it('takes the rows of a CSV', () => {
    const result = evaluateYaml({ yaml: YAML, facts: 'name,age\nAda,36\nBo,' }, { now });
    expect(result.ok && result.results.map(({ facts }) => facts)).toEqual([
      { name: 'Ada', age: 36, ok: true },
      { name: 'Bo' },
    ]);
    expect(evaluateYaml({ yaml: YAML, facts: 'a\n1,2' }, { now })).toEqual({
      ok: false,
      errors: [{ line: 2, column: 1, message: 'In the CSV of facts: Row 2 has 2 cells, the header 1.' }],
    });
  });

  it('refuses more work than one call may ask for', () => {
    const yaml = `rules:\n${Array.from({ length: 500 }, (_, index) => `  - { name: r${index} }\n`).join('')}`;
    const result = evaluateYaml({ yaml, facts: Array.from({ length: 501 }, () => ({})) }, { now });
    expect(!result.ok && result.errors[0]?.message).toBe(
      'At most 500 facts objects at once fit a set of 500 rules, not 501.',
    );
  });

  it('answers with the faults of the YAML', () => {
    expect(evaluateYaml({ yaml: 'rules: []', facts: [] }, { now })).toMatchObject({
      ok: false,
      errors: [{ line: 1, column: 8, message: '"rules" has no rules.' }],
    });
  });

  it('refuses facts that are no objects or too deep, without descending into them', () => {
    const deep = JSON.parse(`${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`);
    expect(evaluateInput.safeParse({ yaml: YAML, facts: [deep] }).success).toBe(false);
    expect(evaluateInput.safeParse({ yaml: YAML, facts: [5] }).success).toBe(false);
    expect(evaluateInput.safeParse({ yaml: YAML, facts: [{ a: [{ b: null }] }] }).success).toBe(true);
  });

  it('its schemas can be told to others', () => {
    expect(() => z.toJSONSchema(evaluateInput)).not.toThrow();
    expect(() => z.toJSONSchema(evaluateOutput)).not.toThrow();
  });
});

describe('facts from a CSV', () => {
  it('numbers and truths are typed, empty cells are missing, dots make paths', () => {
    const csv =
      '\uFEFFid,age,vip,name,vendor.rightsize.savings,code\r\n1,20,TRUE,"Ada, B",12.50,007\r\n2,,false,x y,,12345678901234567890\r\n\r\n';
    expect(factsFromCsv(csv)).toEqual({
      ok: true,
      facts: [
        { id: 1, age: 20, vip: true, name: 'Ada, B', vendor: { rightsize: { savings: 12.5 } }, code: '007' },
        { id: 2, vip: false, name: 'x y', code: '12345678901234567890' },
      ],
    });
  });

  it.each([
    ['', 1, 'A CSV of facts begins with a line of names.'],
    ['a,b\n1,2\n3\n', 3, 'Row 3 has 1 cells, the header 2.'],
    ['a,a\n1,2', 1, 'Two columns are named "a".'],
    ['a,\n1,2', 1, 'Column 2 has no usable name: "".'],
    ['a,__proto__.x\n1,2', 1, 'Column 2 has no usable name: "__proto__.x".'],
    ['a\n"1', 2, 'Quoted field unterminated.'],
  ])('%j', (csv, line, message) => {
    expect(factsFromCsv(csv)).toEqual({ ok: false, errors: [expect.objectContaining({ line, message })] });
  });
});

describe('the tests of a file', () => {
  const results = (expectation: string, given = '{ n: 2 }') => {
    const yaml = `ruleset: s\nrules:\n  - { name: a, condition: n > 1, action: "m.x = 1", message: hi, fix: { f: n }, recommend: { action: stop, reason: r, savings: n * 1.5 } }\n  - { name: b, type: assert, condition: n > 5, message: low }\ntests:\n  - name: t\n    given: ${given}\n    expect: ${expectation}\n`;
    const parsed = parseRuleSet(yaml);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
    return runSetTests(compileRuleSet(parsed.set))[0]?.difference;
  };

  it.each([
    '{ matched: [a], unknown: [] }',
    '{ recommend: [{ action: stop, savings: 3 }] }',
    '{ recommend: [{ savings: "3" }] }',
    '{ facts: { m.x: 1, n: 2, gone: null } }',
    '{ errors: [low], logs: [hi], route: null, score: 0 }',
    '{ errors: [{ rule: b }], fix: { f: 2 }, quarantine: [], deny: [] }',
  ])('passes %s', (expectation) => expect(results(expectation)).toEqual([]));

  it.each([
    ['{ matched: [] }', 'matched: expected [], got ["a"]'],
    ['{ recommend: [{ savings: 4 }] }', 'recommend[0].savings: expected 4, got "3"'],
    ['{ facts: { m.x: 2 } }', 'm.x: expected 2, got 1'],
    ['{ errors: [high] }', 'errors[0]: expected "high", got {"rule":"b","message":"low"}'],
    ['{ fix: {} }', 'fix.f: expected nothing, got 2'],
    ['{ route: x }', 'route: expected "x", got null'],
    ['{ score: 1 }', 'score: expected 1, got 0'],
  ])('fails %s', (expectation, difference) => expect(results(expectation)).toEqual([difference]));
});
