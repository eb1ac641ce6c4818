import type { CompiledRuleSet } from './compile';
import type { CaseResult, Evaluation, Facts, FactValue, SetTest } from './schema';
import { readPath } from './values';

/** The clock of a case that names none, so that a file's tests give the same on every day. */
const DEFAULT_NOW = '2026-01-15T00:00:00Z';

/** Runs the tests that stand in a rule file. A case is compared only in what it expects. */
export function runSetTests(compiled: CompiledRuleSet): CaseResult[] {
  return compiled.set.tests.map((test) => runCase(compiled, test));
}

/** Why each rule came out as it did in a case, in a sentence: for a case that failed. */
export function explainCase(compiled: CompiledRuleSet, { given, now }: SetTest): string[] {
  const { why } = compiled.evaluate(given, { now: new Date(now ?? DEFAULT_NOW), explain: true });
  return (why ?? []).map(({ rule, sentence }) => `${rule}: ${sentence}`);
}

function runCase(compiled: CompiledRuleSet, { name, given, now, expect, line }: SetTest): CaseResult {
  const evaluation = compiled.evaluate(given, { now: new Date(now ?? DEFAULT_NOW) });
  const actual = Object.fromEntries(Object.keys(expect).map((key) => [key, comparable(evaluation, key)]));
  const difference = Object.entries(expect).flatMap(([key, expected]) => {
    if (key === 'facts') return factsDifference(expected, evaluation.facts);
    const found = actual[key] ?? null;
    return [
      ...differenceOf(key, expected, found),
      ...(key === 'fix' ? unexpectedFixes(expected, found) : []),
    ];
  });
  return { name, line, passed: difference.length === 0, expected: expect, actual, difference };
}

/** `fix` is named whole, so that `fix: {}` means that nothing is set. */
function unexpectedFixes(expected: FactValue, actual: FactValue): string[] {
  if (!isMapping(expected) || !isMapping(actual)) return [];
  const extra = Object.entries(actual).filter(([field]) => !Object.hasOwn(expected, field));
  return extra.map(([field, value]) => `fix.${field}: expected nothing, got ${JSON.stringify(value)}`);
}

/** A part of an evaluation as a file writes it. */
function comparable(evaluation: Evaluation, key: string): FactValue {
  const parts: Facts = {
    matched: evaluation.matched,
    unknown: evaluation.unknown,
    recommend: evaluation.recommend.map(({ atStake, savingsUnknown, ...rest }) => ({
      ...rest,
      ...(atStake === undefined ? {} : { at_stake: atStake }),
    })),
    route: evaluation.route,
    score: evaluation.score,
    logs: evaluation.logs,
    errors: evaluation.errors,
    facts: evaluation.facts,
    fix: Object.fromEntries(evaluation.fix.map(({ field, value }) => [field, value])),
    quarantine: evaluation.quarantine,
    deny: evaluation.deny,
  };
  return parts[key] ?? null;
}

/** Expected facts may be dotted paths; `null` also stands for a fact that is not there. */
function factsDifference(expected: FactValue, facts: Facts): string[] {
  if (typeof expected !== 'object' || expected === null || Array.isArray(expected))
    return ['facts: expected a mapping'];
  return Object.entries(expected).flatMap(([path, value]) =>
    differenceOf(path, value, readPath(facts, path.split('.')) ?? null),
  );
}

function differenceOf(where: string, expected: FactValue, actual: FactValue): string[] {
  if (isAmountOf(expected, actual)) return [];
  if (Array.isArray(expected) && Array.isArray(actual)) {
    if (expected.length !== actual.length) return [told(where, expected, actual)];
    return expected.flatMap((item, index) => differenceOf(`${where}[${index}]`, item, actual[index] ?? null));
  }
  if (isMapping(expected) && isMapping(actual)) {
    return Object.entries(expected).flatMap(([key, value]) => {
      const found = Object.hasOwn(actual, key) ? actual[key] : null;
      return differenceOf(`${where}.${key}`, value, found ?? null);
    });
  }
  // `errors: ["…"]` names messages, where an entry also says which rule it came from.
  if (typeof expected === 'string' && isMapping(actual)) {
    return expected === (actual.message ?? actual.reason ?? actual.action)
      ? []
      : [told(where, expected, actual)];
  }
  return expected === actual ? [] : [told(where, expected, actual)];
}

function isMapping(value: FactValue): value is Facts {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A number in the file means the decimal string of the same amount. */
function isAmountOf(expected: FactValue, actual: FactValue): boolean {
  return (
    typeof expected === 'number' &&
    typeof actual === 'string' &&
    /^-?\d+(\.\d+)?$/.test(actual) &&
    Number(actual) === expected
  );
}

function told(where: string, expected: FactValue, actual: FactValue): string {
  return `${where}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`;
}
