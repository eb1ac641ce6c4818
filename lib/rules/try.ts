import { compileRuleSet } from './compile';
import { factsFromCsv } from './facts-csv';
import { LIMITS } from './limits';
import { parseRuleSet } from './parse';
import type {
  CaseResult,
  Domain,
  EvaluateInput,
  Evaluation,
  Facts,
  PlacedError,
  RuleSet,
  ValidateInput,
  ValidateResult,
} from './schema';
import { explainCase, runSetTests } from './test-cases';
import type { KnownFields } from './warnings/context';
import { warningsOf } from './warnings/warn';

/** Failed cases that are explained; who has more of them to mend starts with these. */
const EXPLAINED = 20;

/**
 * What `POST /api/rules/validate` answers: whether the text is a rule file, every fault with its place, and how the
 * file's own tests come out. `known` holds the fields that the sources of each domain provide.
 */
export function validateYaml(
  { yaml, named }: ValidateInput,
  known: ReadonlyMap<Domain, KnownFields> = new Map(),
): ValidateResult {
  const parsed = parseRuleSet(yaml, { named });
  if (!parsed.ok) return { valid: false, errors: parsed.errors, warnings: [], tests: [] };
  const { set, places } = parsed;
  const warnings = warningsOf(set, places, known.get(set.domain));
  return { valid: true, errors: [], warnings, tests: explainedTests(set) };
}

function explainedTests(set: RuleSet): CaseResult[] {
  const compiled = compileRuleSet(set);
  let left = EXPLAINED;
  return runSetTests(compiled).map((result, index) => {
    const test = set.tests[index];
    if (result.passed || !test || left === 0) return result;
    left -= 1;
    return { ...result, why: explainCase(compiled, test) };
  });
}

type Failed = { ok: false; errors: PlacedError[] };
type EvaluateResult = { ok: true; results: Evaluation[] } | Failed;

/** What `POST /api/rules/evaluate` answers: one result per facts object, or the faults of the YAML or the CSV. */
export function evaluateYaml(
  { yaml, facts, explain }: EvaluateInput,
  { now }: { now: Date },
): EvaluateResult {
  const parsed = parseRuleSet(yaml);
  if (!parsed.ok) return parsed;
  const rows = typeof facts === 'string' ? readCsv(facts) : { ok: true as const, facts };
  if (!rows.ok) return rows;
  const { length } = parsed.set.rules;
  if (rows.facts.length * length > LIMITS.evaluations) {
    const most = Math.floor(LIMITS.evaluations / length);
    return failed(
      `At most ${most} facts objects at once fit a set of ${length} rules, not ${rows.facts.length}.`,
    );
  }
  const compiled = compileRuleSet(parsed.set);
  const options = { now, explain: explain ?? false };
  return { ok: true, results: rows.facts.map((row) => compiled.evaluate(row, options)) };
}

function failed(message: string): Failed {
  return { ok: false, errors: [{ line: 1, column: 1, message }] };
}

function readCsv(csv: string): { ok: true; facts: Facts[] } | Failed {
  const read = factsFromCsv(csv);
  if (read.ok) return read;
  return {
    ok: false,
    errors: read.errors.map((error) => ({ ...error, message: `In the CSV of facts: ${error.message}` })),
  };
}
