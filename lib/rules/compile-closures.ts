import type { Evaluator } from './evaluate';
import { explainRule } from './explain';
import type { ExactMoney } from './money';
import { nothingFound, runRule, stopsFirst } from './run-rule';
import type { Evaluation, Facts, Rule, RuleSet, WhyTree } from './schema';
import type { Truth } from './values';
import { Working } from './working';

/**
 * `now` is the clock of `days_since`. `exactMoney` holds decimal strings by dotted path ("cash_cost") beside the
 * doubles in the facts, so that `savings: cash_cost` is exact to the last digit. `explain` adds the why trees.
 */
export type EvaluateOptions = { now: Date; exactMoney?: ExactMoney; explain?: boolean };

/** A set with what is known of it before any facts; `rules` are the enabled ones. */
export type Compiled = {
  set: RuleSet;
  rules: Rule[];
  evaluator: Evaluator;
  usesScore: boolean;
  hasDefaults: boolean;
};

/** The facts before the first rule: what is given wins over `defaults`; `score` starts at 0 where it is used. */
export function startOf({ set, usesScore, hasDefaults }: Compiled, facts: Facts): Facts {
  const start = hasDefaults ? { ...set.defaults, ...facts } : facts;
  return usesScore && !Object.hasOwn(start, 'score') ? { ...start, score: 0 } : start;
}

export function working(compiled: Compiled, facts: Facts, now: Date, exactMoney: ExactMoney = {}): Working {
  return new Working(startOf(compiled, facts), now.getTime(), exactMoney);
}

export function truthOfRule({ condition }: Rule, evaluator: Evaluator, state: Working): Truth {
  return condition ? evaluator.truth(condition)(state) : true;
}

/** A set by its closures, rule by rule: the reference. */
export function evaluateByClosures(
  compiled: Compiled,
  facts: Facts,
  { now, exactMoney, explain }: EvaluateOptions,
): Evaluation {
  const { rules, evaluator, set } = compiled;
  const start = working(compiled, facts, now, exactMoney);
  const found = nothingFound(facts);
  const why: WhyTree[] = [];
  let state = start;
  for (const rule of rules) {
    // In parallel mode every rule sees the facts as they were at the start.
    const seen = set.mode === 'parallel' ? new Working(start.facts, start.now, start.exactMoney) : state;
    const truth = truthOfRule(rule, evaluator, seen);
    if (explain) why.push(explainRule(rule.name, rule.condition, evaluator, seen));
    runRule(rule, truth, evaluator, seen, found);
    if (truth === true && countsAsMatch(rule, set)) found.matched.push(rule.name);
    if (seen !== state) state = merged(state, seen, start);
    if (set.mode === 'first' && truth === true && stopsFirst(rule)) break;
  }
  found.facts = state.facts;
  found.score = typeof state.facts.score === 'number' ? state.facts.score : 0;
  if (explain) found.why = why;
  return found;
}

export function countsAsMatch(rule: Rule, { mode }: RuleSet): boolean {
  return mode !== 'first' || stopsFirst(rule);
}

/** What one parallel rule wrote, over what the ones before it wrote; of a score its difference is added. */
export function merged(state: Working, seen: Working, start: Working): Working {
  const result = state === start ? new Working(start.facts, start.now, start.exactMoney) : state;
  const [before, after, sum] = [start.facts.score, seen.facts.score, result.facts.score];
  const adds = typeof before === 'number' && typeof after === 'number' && typeof sum === 'number';
  for (const { path, value } of seen.writes) {
    if (!adds || path.join('.') !== 'score') result.write(path, value);
  }
  if (adds && after !== before) result.write(['score'], sum + after - before);
  return result;
}
