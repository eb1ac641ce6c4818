import { AppError } from '@/lib/core/errors';
import { type Expression, fieldsOf, type Template } from './ast';
import { Evaluator } from './evaluate';
import { explainRule, verdictFrom } from './explain';
import type { ExactMoney } from './money';
import { REGISTRY } from './registry';
import { nothingFound, runRule, stopsFirst, Working } from './run-rule';
import type { Evaluation, Facts, Rule, RuleSet, Verdict, WhyTree } from './schema';
import type { Truth } from './values';

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
  /** The condition of one rule, after what earlier rules make of the facts. 404 for a name that is not there. */
  verdictOf: (rule: string, facts: Facts, options: { now: Date }) => Verdict;
  /** The why tree of that same verdict. */
  whyOf: (rule: string, facts: Facts, options: { now: Date }) => WhyTree;
  /** Facts read by a rule, or by the whole set: dotted paths and `tag('key')`. */
  fieldsUsed: (rule?: string) => string[];
  /** Facts the condition of a rule rests on. */
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
  const conditionOf = (rule: Rule): Expression[] => (rule.condition ? [rule.condition] : []);
  return {
    set,
    evaluate: (facts, options) => evaluate(compiled, facts, options),
    verdictOf: (name, facts, { now }) =>
      verdictFrom(judge(compiled, find(set, name), working(compiled, facts, now))),
    whyOf: (name, facts, { now }) => {
      const rule = find(set, name);
      const state = working(compiled, facts, now);
      judge(compiled, rule, state);
      return explainRule(name, rule.condition, evaluator, state);
    },
    fieldsUsed: (name) => {
      const asked = name === undefined ? rules : [find(set, name)];
      return collectFields(asked.flatMap(expressionsOf), lists, asked.flatMap(functionReads));
    },
    conditionFields: (name) => collectFields(conditionOf(find(set, name)), lists, []),
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
  const last = new Map(seen.writes.map((write) => [write.path.join('.'), write]));
  for (const { path, value } of last.values()) {
    const [before, sum] = [start.facts.score, result.facts.score];
    const isScore = path.length === 1 && path[0] === 'score';
    const adds =
      isScore && typeof value === 'number' && typeof before === 'number' && typeof sum === 'number';
    result.write(path, adds ? sum + value - before : value);
  }
  return result;
}

/**
 * The truth of one rule as the set would come to it. In `first` mode an earlier match hides the rule: what it
 * would say is then unknown, so that nothing is called gone because something else was found first.
 */
function judge({ set, rules, evaluator }: Compiled, rule: Rule, state: Working): Truth {
  if (set.mode === 'parallel') return truthOfRule(rule, evaluator, state);
  for (const earlier of rules) {
    if (earlier.name === rule.name) break;
    if (truthOfRule(earlier, evaluator, state) !== true) continue;
    if (set.mode === 'first' && stopsFirst(earlier)) return undefined;
    runRule(earlier, true, evaluator, state, nothingFound(state.facts));
  }
  return truthOfRule(rule, evaluator, state);
}

function expressionsIn(template: Template | undefined): Expression[] {
  return (template?.parts ?? []).filter((part) => typeof part !== 'string');
}

function expressionsOf(rule: Rule): Expression[] {
  const { condition, value, recommend } = rule;
  const assigned = rule.action.flatMap((step) => (step.kind === 'assign' ? [step.value] : []));
  const money = [recommend?.savings, recommend?.atStake];
  const templates = [
    rule.message,
    recommend?.risk,
    recommend?.target,
    recommend?.reason,
    rule.quarantine,
    rule.deny,
  ];
  return [
    ...[condition, value, ...money].filter((node) => node !== undefined),
    ...assigned,
    ...(rule.fix ?? []).map((fix) => fix.value),
    ...templates.flatMap(expressionsIn),
  ];
}

function functionReads(rule: Rule): string[] {
  return rule.action.flatMap((step) =>
    step.kind === 'invoke' ? (REGISTRY.get(step.name)?.reads ?? []) : [],
  );
}

function collectFields(nodes: Expression[], lists: ReadonlySet<string>, others: string[]): string[] {
  return [...new Set([...nodes.flatMap((node) => [...fieldsOf(node, lists)]), ...others])];
}

function usesScore(rules: Rule[], lists: ReadonlySet<string>): boolean {
  return rules.some(
    (rule) =>
      rule.type === 'score' ||
      rule.action.some((step) => step.kind === 'assign' && step.target.join('.') === 'score') ||
      collectFields(expressionsOf(rule), lists, []).includes('score'),
  );
}
