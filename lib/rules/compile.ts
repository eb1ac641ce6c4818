import { AppError } from '@/lib/core/errors';
import { Evaluator } from './evaluate';
import { explainRule, verdictFrom } from './explain';
import type { ExactMoney } from './money';
import { fieldsBehind, fieldsRead, usesScore } from './rule-fields';
import { nothingFound, runRule, stopsFirst, targetsOf } from './run-rule';
import type { Evaluation, Facts, Rule, RuleSet, Verdict, WhyTree } from './schema';
import type { Truth } from './values';
import { DoubtfulWorking, Working } from './working';

/**
 * `now` is the clock of `days_since`. `exactMoney` holds decimal strings by dotted path ("cash_cost") beside the
 * doubles in the facts, so that `savings: cash_cost` is exact to the last digit. `explain` adds the why trees.
 */
type EvaluateOptions = { now: Date; exactMoney?: ExactMoney; explain?: boolean };

export type CompiledRuleSet = {
  set: RuleSet;
  /** Runs the whole set over one facts object, which stays as it is (and comes back itself when no
   * rule sets anything). Never throws, whatever the facts. */
  evaluate: (facts: Facts, options: EvaluateOptions) => Evaluation;
  /**
   * The condition of one rule, after what earlier rules make of the facts. Not false but unknown, where what
   * they would have set rests on missing data, or (`first`) where an earlier match hides it. `not_found` for a
   * name that is not there.
   */
  verdictOf: (rule: string, facts: Facts, options: { now: Date }) => Verdict;
  /** The why tree of that verdict. */
  whyOf: (rule: string, facts: Facts, options: { now: Date }) => WhyTree;
  /** Facts read by a rule, or by the whole set: dotted paths and `tag('key')`. */
  fieldsUsed: (rule?: string) => string[];
  /** Facts the condition of a rule rests on, also through what earlier rules set from them. */
  conditionFields: (rule: string) => string[];
};

type Compiled = {
  set: RuleSet;
  rules: Rule[];
  evaluator: Evaluator;
  usesScore: boolean;
  hasDefaults: boolean;
};

export function compileRuleSet(set: RuleSet): CompiledRuleSet {
  const evaluator = new Evaluator(new Map(Object.entries(set.lists)));
  const lists = new Set(Object.keys(set.lists));
  const rules = set.rules.filter((rule) => rule.enabled);
  const compiled = {
    set,
    rules,
    evaluator,
    usesScore: usesScore(rules, lists),
    hasDefaults: Object.keys(set.defaults).length > 0,
  };
  return {
    set,
    evaluate: (facts, options) => evaluate(compiled, facts, options),
    verdictOf: (name, facts, { now }) => judge(compiled, find(set, name), facts, now).verdict,
    whyOf: (name, facts, { now }) => {
      const rule = find(set, name);
      return explainRule(name, rule.condition, evaluator, judge(compiled, rule, facts, now).state);
    },
    fieldsUsed: (name) => fieldsRead(name === undefined ? rules : [find(set, name)], lists),
    conditionFields: (name) => fieldsBehind(find(set, name), set, lists),
  };
}

function find(set: RuleSet, name: string): Rule {
  const rule = set.rules.find((candidate) => candidate.name === name);
  if (!rule) throw new AppError('not_found', `the rule set ${set.ruleset} has no rule "${name}"`);
  return rule;
}

/** The facts before the first rule: what is given wins over `defaults`; `score` starts at 0 where it is used. */
function working(
  { set, usesScore, hasDefaults }: Compiled,
  facts: Facts,
  now: Date,
  exactMoney: ExactMoney = {},
): Working {
  const start = hasDefaults ? { ...set.defaults, ...facts } : facts;
  const scored = usesScore && !Object.hasOwn(start, 'score') ? { ...start, score: 0 } : start;
  return new Working(scored, now.getTime(), exactMoney);
}

function truthOfRule({ condition }: Rule, evaluator: Evaluator, state: Working): Truth {
  return condition ? evaluator.truth(condition)(state) : true;
}

function evaluate(
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

function countsAsMatch(rule: Rule, { mode }: RuleSet): boolean {
  return mode !== 'first' || stopsFirst(rule);
}

/** What one parallel rule wrote, over what the ones before it wrote; of a score its difference is added. */
function merged(state: Working, seen: Working, start: Working): Working {
  const result = state === start ? new Working(start.facts, start.now, start.exactMoney) : state;
  const [before, after, sum] = [start.facts.score, seen.facts.score, result.facts.score];
  const adds = typeof before === 'number' && typeof after === 'number' && typeof sum === 'number';
  for (const { path, value } of seen.writes) {
    if (!adds || path.join('.') !== 'score') result.write(path, value);
  }
  if (adds && after !== before) result.write(['score'], sum + after - before);
  return result;
}

/**
 * Brings the facts to where a set would come to one rule; false when, in `first` mode, an earlier match hides it.
 * What earlier rules would have set from data that is missing is left to `state`.
 */
function reach({ set, evaluator }: Compiled, rule: Rule, state: Working): boolean {
  if (set.mode === 'parallel') return true;
  for (const earlier of set.rules) {
    if (earlier.name === rule.name) return true;
    if (!earlier.enabled) continue;
    const truth = truthOfRule(earlier, evaluator, state);
    if (truth === undefined) for (const target of targetsOf(earlier)) state.leave(target);
    if (truth !== true) continue;
    if (set.mode === 'first' && stopsFirst(earlier)) return false;
    runRule(earlier, true, evaluator, state, nothingFound(state.facts));
  }
  return true;
}

type Judged = { state: Working; verdict: Verdict };

function judgeOver(compiled: Compiled, rule: Rule, state: Working): Judged {
  // A rule hidden by an earlier match says nothing: not that its finding is gone.
  const isReached = reach(compiled, rule, state);
  return {
    state,
    verdict: isReached ? verdictFrom(truthOfRule(rule, compiled.evaluator, state)) : 'unknown',
  };
}

/** A rule as the set comes to it. A "false" must hold even with what earlier rules could not tell left open. */
function judge(compiled: Compiled, rule: Rule, facts: Facts, now: Date): Judged {
  const start = working(compiled, facts, now);
  const plain = judgeOver(compiled, rule, new Working(start.facts, start.now, start.exactMoney));
  if (plain.verdict !== false) return plain;
  const doubtful = judgeOver(compiled, rule, new DoubtfulWorking(start.facts, start.now, start.exactMoney));
  return doubtful.verdict === false ? plain : { state: doubtful.state, verdict: 'unknown' };
}
