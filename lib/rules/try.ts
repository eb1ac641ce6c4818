import { compileRuleSet } from './compile';
import { factsFromCsv } from './facts-csv';
import { LIMITS } from './limits';
import { parseRuleSet } from './parse';
import type { EvaluateInput, Evaluation, Facts, PlacedError, ValidateResult } from './schema';

/** What `POST /api/rules/validate` answers: whether the text is a rule file, and every fault with its place. */
export function validateYaml(yaml: string): ValidateResult {
  const parsed = parseRuleSet(yaml);
  return parsed.ok ? { valid: true, errors: [] } : { valid: false, errors: parsed.errors };
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
