import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { ruleFileJsonSchema } from './json-schema';
import { parseRuleSet } from './parse';

const validate = new Ajv({ strict: false }).compile(ruleFileJsonSchema());
const folder = join(process.cwd(), 'rules');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.yaml'),
);

it.each(files)('%s is of the shape that the JSON Schema tells', (file) => {
  expect(validate(parse(readFileSync(join(folder, file), 'utf8'))), JSON.stringify(validate.errors)).toBe(
    true,
  );
});

const EVERYTHING = `
ruleset: all-there-is
title: T
rationale: R
domain: general
mode: parallel
defaults: { a: 1, deep: { b: [1] } }
lists: { l: [1, x, true, null] }
conditions: { grown: age >= 18, named: { all: [{ fact: a, operator: equal, value: 1 }] } }
rules:
  - name: tree
    condition: { any: [{ not: { name: n, priority: 1, fact: a, path: $.b, operator: in, value: [1] } }, { condition: grown }] }
    quarantine: { fields: [a], reason: r }
  - name: plain
    type: score
    title: T
    description: D
    enabled: false
    condition: true
    action: 5
    message: m
  - { name: call, type: custom, function: check_vip }
  - name: verdicts
    recommend: { action: delete, savings: 3, at_stake: a, effort: low, risk: r, target: t, reason: r }
    fix: { name: trim(name), n: 5 }
    quarantine: r
    deny: d
tests:
  - name: t
    given: { a: 1 }
    now: 2026-01-01
    expect:
      { matched: [], unknown: [], recommend: [], route: null, score: 0, logs: [], errors: [], facts: { a: 1 }, fix: {}, quarantine: [], deny: [] }
`;

const LIMITED = 'ruleset: a\ndomain: finops\nlimits: { new_tickets: 5, share: 0.1 }\nrules: [{ name: a }]';

/** Every key of a mapping that the schema names. */
function keysIn(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own = Object.entries(schema).flatMap(([word, below]) =>
    word === 'properties' && typeof below === 'object' && below !== null ? Object.keys(below) : [],
  );
  return [...own, ...Object.values(schema).flatMap(keysIn)];
}

it('what the parser takes is right by the JSON Schema, and every key of it is tried here', () => {
  for (const yaml of [EVERYTHING, LIMITED]) {
    const parsed = parseRuleSet(yaml);
    expect(parsed.ok ? [] : parsed.errors).toEqual([]);
    expect(validate(parse(yaml)), JSON.stringify(validate.errors)).toBe(true);
  }
  const tried = new Set(`${EVERYTHING}${LIMITED}`.match(/[a-z_]+(?=:)/g));
  const REFUSED = 'params'; // of a condition tree: named so that an editor can say why
  expect(keysIn(ruleFileJsonSchema()).filter((key) => !tried.has(key) && key !== REFUSED)).toEqual([]);
});

it.each([
  ['an unknown key', 'rules: [{ name: a }]\nrulez: []'],
  ['an unknown key of a rule', 'rules: [{ name: a, conditon: b }]'],
  ['an unknown type', 'rules: [{ name: a, type: assret }]'],
  ['no rules', 'title: x'],
  [
    'a test that expects something unknown',
    'rules: [{ name: a }]\ntests: [{ name: t, given: {}, expect: { mached: [] } }]',
  ],
  ['limits beyond', 'ruleset: a\ndomain: finops\nlimits: { share: 2 }\nrules: [{ name: a }]'],
])('%s is refused by the parser and by the JSON Schema', (_, yaml) => {
  expect(parseRuleSet(yaml).ok).toBe(false);
  expect(validate(parse(yaml))).toBe(false);
});
