import { AppError } from '@/lib/core/errors';
import {
  type Compiled,
  type EvaluateOptions,
  evaluateByClosures,
  truthOfRule,
  working,
} from './compile-closures';
import { type Generated, generate } from './compile-generated';
import { Evaluator } from './evaluate';
import { explainRule, verdictFrom } from './explain';
import { fieldsBehind, fieldsRead, usesScore } from './rule-fields';
import { nothingFound, runRule, stopsFirst, targetsOf } from './run-rule';
import type { Evaluation, Facts, Rule, RuleSet, Verdict, WhyTree } from './schema';
import { DoubtfulWorking, Working } from './working';

export type CompiledRuleSet = {
  set: RuleSet;
  /** Runs the whole set over one facts object, which stays as it is (and comes back itself when no
   * rule sets anything). Never throws, whatever the facts. */
  evaluate: (facts: Facts, options: EvaluateOptions) => Evaluation;
  /** The same for many facts, most of which match nothing: null then, and where no assertion fails. What such
   * facts leave unknown is not told. */
  match: (facts: Facts, options: Omit<EvaluateOptions, 'explain'>) => Evaluation | null;
  /** Only the names of the rules that match. */
  matchedRules: (facts: Facts, options: { now: Date }) => readonly string[];
  /** A stream of facts, of which only those come out that `match` finds something in. */
  evaluateMany: (rows: Iterable<Facts>, options: { now: Date }) => Iterable<FoundFacts>;
  /**
   * The condition of one rule, after what earlier rules make of the facts. Not false but unknown, where what
   * they would have set rests on missing data, or (`first`) where an earlier match hides it. `not_found` for a
   * name that is not there.
   */
  verdictOf: (rule: string, facts: Facts, options: { now: Date }) => Verdict;
  /** The why tree of that verdict. */
  whyOf: (rule: string, facts: Facts, options: { now: Date }) => WhyTree;
  /** Both, with the facts as they stand when the set comes to the rule, and who made them so. */
  turnOf: (rule: string, facts: Facts, options: { now: Date }) => Turn;
  /** Facts read by a rule, or by the whole set: dotted paths and `tag('key')`. */
  fieldsUsed: (rule?: string) => string[];
  /** Facts the condition of a rule rests on, also through what earlier rules set from them. */
  conditionFields: (rule: string) => string[];
};

export type FoundFacts = { facts: Facts; evaluation: Evaluation };

/** `writers` are the earlier rules that set facts, in their order; `hiddenBy` the one that matched first (`first`). */
export type Turn = {
  verdict: Verdict;
  why: WhyTree;
  facts: Facts;
  writers: { rule: string; path: string[] }[];
  hiddenBy: string | null;
};

/**
 * `closures` is the reference. `generated` makes one function of the set at once; without either it is made of a set of
 * more than a few rules, when `evaluate` was asked a few times, since many sets are compiled to be asked once or twice.
 * All say the same.
 */
export type Engine = 'closures' | 'generated';

/** Facts a set is asked for before a function of its own pays. */
const FEW_FACTS = 8;
/** A function reads all its facts first; of few rules, most end at their first condition without that. */
const FEW_RULES = 8;

export function compileRuleSet(set: RuleSet, { engine }: { engine?: Engine } = {}): CompiledRuleSet {
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
  const soon = new Soon(compiled, engine);
  const match: CompiledRuleSet['match'] = (facts, options) => {
    const generated = soon.now();
    if (generated) return generated.match(facts, options);
    const evaluation = evaluateByClosures(compiled, facts, options);
    return evaluation.matched.length > 0 || evaluation.errors.length > 0 ? evaluation : null;
  };
  return {
    set,
    evaluate: (facts, options) => {
      const generated = options.explain ? undefined : soon.perhaps();
      return generated ? generated.evaluate(facts, options) : evaluateByClosures(compiled, facts, options);
    },
    match,
    matchedRules: (facts, options) =>
      soon.now()?.matchedRules(facts, options) ?? evaluateByClosures(compiled, facts, options).matched,
    evaluateMany: function* (rows, options) {
      for (const facts of rows) {
        const evaluation = match(facts, options);
        if (evaluation) yield { facts, evaluation };
      }
    },
    verdictOf: (name, facts, { now }) => judge(compiled, find(set, name), facts, now).verdict,
    whyOf: (name, facts, { now }) => {
      const rule = find(set, name);
      return explainRule(name, rule.condition, evaluator, judge(compiled, rule, facts, now).state);
    },
    turnOf: (name, facts, { now }) => {
      const rule = find(set, name);
      const { state, verdict, writers, hiddenBy } = judge(compiled, rule, facts, now);
      const why = explainRule(name, rule.condition, evaluator, state);
      return { verdict, why, facts: state.facts, writers, hiddenBy };
    },
    fieldsUsed: (name) => fieldsRead(name === undefined ? rules : [find(set, name)], lists),
    conditionFields: (name) => fieldsBehind(find(set, name), set, lists),
  };
}

/** The generated form of a set, made when it begins to pay; undefined before, and where it cannot be made. */
class Soon {
  private asked = 0;
  private generated: Generated | undefined;
  private isTried = false;

  constructor(
    private readonly compiled: Compiled,
    private readonly engine: Engine | undefined,
  ) {}

  perhaps(): Generated | undefined {
    if (this.generated || this.engine === 'generated') return this.now();
    this.asked += 1;
    return this.asked > FEW_FACTS ? this.now() : undefined;
  }

  now(): Generated | undefined {
    const pays = this.engine === 'generated' || this.compiled.rules.length > FEW_RULES;
    if (!this.isTried && pays && this.engine !== 'closures') {
      this.isTried = true;
      this.generated = generate(this.compiled);
    }
    return this.generated;
  }
}

function find(set: RuleSet, name: string): Rule {
  const rule = set.rules.find((candidate) => candidate.name === name);
  if (!rule) throw new AppError('not_found', `the rule set ${set.ruleset} has no rule "${name}"`);
  return rule;
}

type Reached = Pick<Turn, 'writers' | 'hiddenBy'>;

/**
 * Brings the facts to where a set would come to one rule, which in `first` mode an earlier match may hide. What earlier
 * rules would have set from data that is missing is left to `state`.
 */
function reach({ set, evaluator }: Compiled, rule: Rule, state: Working): Reached {
  const writers: Reached['writers'] = [];
  if (set.mode === 'parallel') return { writers, hiddenBy: null };
  for (const earlier of set.rules) {
    if (earlier.name === rule.name) break;
    if (!earlier.enabled) continue;
    const truth = truthOfRule(earlier, evaluator, state);
    if (truth === undefined) for (const target of targetsOf(earlier)) state.leave(target);
    if (truth !== true) continue;
    if (set.mode === 'first' && stopsFirst(earlier)) return { writers, hiddenBy: earlier.name };
    const before = state.writes.length;
    runRule(earlier, true, evaluator, state, nothingFound(state.facts));
    for (const { path } of state.writes.slice(before)) writers.push({ rule: earlier.name, path });
  }
  return { writers, hiddenBy: null };
}

type Judged = Reached & { state: Working; verdict: Verdict };

function judgeOver(compiled: Compiled, rule: Rule, state: Working): Judged {
  const reached = reach(compiled, rule, state);
  // A rule hidden by an earlier match says nothing: not that its finding is gone.
  const isReached = reached.hiddenBy === null;
  const verdict = isReached ? verdictFrom(truthOfRule(rule, compiled.evaluator, state)) : 'unknown';
  return { ...reached, state, verdict };
}

/** A rule as the set comes to it. A "false" must hold even with what earlier rules could not tell left open. */
function judge(compiled: Compiled, rule: Rule, facts: Facts, now: Date): Judged {
  const start = working(compiled, facts, now);
  const plain = judgeOver(compiled, rule, new Working(start.facts, start.now, start.exactMoney));
  if (plain.verdict !== false) return plain;
  const doubtful = judgeOver(compiled, rule, new DoubtfulWorking(start.facts, start.now, start.exactMoney));
  return doubtful.verdict === false ? plain : { ...doubtful, verdict: 'unknown' };
}
