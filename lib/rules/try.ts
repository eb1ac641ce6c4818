import { compileRuleSet } from './compile';
import { parseRuleSet } from './parse';
import type { EvaluateInput, Evaluation, PlacedError, ValidateResult } from './schema';

/** What `POST /api/rules/validate` answers: whether the text is a rule file, and every fault with its place. */
export function validateYaml(yaml: string): ValidateResult {
  const parsed = parseRuleSet(yaml);
  return parsed.ok ? { valid: true, errors: [] } : { valid: false, errors: parsed.errors };
}

type EvaluateResult = { ok: true; results: Evaluation[] } | { ok: false; errors: PlacedError[] };

/** What `POST /api/rules/evaluate` answers: one result per facts object, or the faults of the YAML. */
export function evaluateYaml(
  { yaml, facts, explain }: EvaluateInput,
  { now }: { now: Date },
): EvaluateResult {
  const parsed = parseRuleSet(yaml);
  if (!parsed.ok) return parsed;
  const compiled = compileRuleSet(parsed.set);
  const options = { now, explain: explain ?? false };
  return { ok: true, results: facts.map((row) => compiled.evaluate(row, options)) };
}
