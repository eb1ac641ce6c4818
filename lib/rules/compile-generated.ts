import { EVENT, type Question } from './codegen/pieces';
import { makeScan, type Scan } from './codegen/scan';
import { segmentsOf } from './codegen/segments';
import {
  type Compiled,
  countsAsMatch,
  type EvaluateOptions,
  evaluateByClosures,
  merged,
  startOf,
  working,
} from './compile-closures';
import { nothingFound, runRule, stopsFirst } from './run-rule';
import type { Evaluation, Facts, Rule } from './schema';
import type { Truth } from './values';
import { Working } from './working';

/**
 * A set as generated functions. They only judge; what a rule does once it matched, or where it is unknown, is done by
 * the same code as ever, since few rules match. What the functions leave alone (facts that no JSON gives, a polluted
 * Object) is for the closures.
 */
export class Generated {
  private readonly scans: Record<Question, Scan[] | undefined> = { matches: undefined, truths: undefined };
  private readonly out: Int32Array;

  constructor(private readonly compiled: Compiled) {
    this.out = new Int32Array(compiled.rules.length + 1);
    this.scansFor('matches');
  }

  evaluate(facts: Facts, options: EvaluateOptions): Evaluation {
    const { rules, evaluator, set } = this.compiled;
    const start = working(this.compiled, facts, options.now, options.exactMoney);
    const found = nothingFound(facts);
    let state = start;
    let isStopped = false;
    for (const scan of this.scansFor('truths')) {
      const count = scan.isPolluted() ? -1 : scan.run(state.facts, start.now);
      if (count < 0) return evaluateByClosures(this.compiled, facts, options);
      this.sort(scan, count);
      for (let position = 0; position < count && !isStopped; position++) {
        const event = this.out[position] ?? 0;
        const rule = rules[event >> 2];
        if (!rule) continue;
        const truth = truthIn(event);
        // In parallel mode every rule sees the facts as they were at the start.
        const seen = set.mode === 'parallel' ? new Working(start.facts, start.now, start.exactMoney) : state;
        runRule(rule, truth, evaluator, seen, found);
        if (truth === true && countsAsMatch(rule, set)) found.matched.push(rule.name);
        if (seen !== state) state = merged(state, seen, start);
        isStopped = set.mode === 'first' && truth === true && stopsFirst(rule);
      }
      if (isStopped) break;
    }
    found.facts = state.facts;
    found.score = typeof state.facts.score === 'number' ? state.facts.score : 0;
    return found;
  }

  /** Null where no rule matches and no assertion fails, which costs no object at all. */
  match(facts: Facts, options: EvaluateOptions): Evaluation | null {
    const now = options.now.getTime();
    for (const scan of this.scansFor('matches')) {
      const count = scan.isPolluted() ? -1 : scan.run(facts, now);
      if (count === 0) continue;
      const evaluation = this.evaluate(facts, options);
      return evaluation.matched.length > 0 || evaluation.errors.length > 0 ? evaluation : null;
    }
    return null;
  }

  /** The names of the rules that match, and nothing of what they do. */
  matchedRules(facts: Facts, options: EvaluateOptions): readonly string[] {
    const scans = this.scansFor('matches');
    const now = options.now.getTime();
    for (const scan of scans) {
      const count = scan.isPolluted() ? -1 : scan.run(facts, now);
      if (count === 0) continue;
      if (count < 0 || scans.length > 1) return this.evaluate(facts, options).matched;
      this.sort(scan, count);
      return this.namesOf(count);
    }
    return NONE;
  }

  private namesOf(count: number): string[] {
    const { rules, set } = this.compiled;
    const names: string[] = [];
    for (let position = 0; position < count; position++) {
      const event = this.out[position] ?? 0;
      const rule: Rule | undefined = rules[event >> 2];
      if (!rule || truthIn(event) !== true || !countsAsMatch(rule, set)) continue;
      names.push(rule.name);
      if (set.mode === 'first') break;
    }
    return names;
  }

  private scansFor(question: Question): Scan[] {
    const known = this.scans[question];
    if (known) return known;
    const { rules, evaluator, set, usesScore } = this.compiled;
    const defaults = usesScore ? { score: 0, ...set.defaults } : set.defaults;
    const whole = (facts: Facts) => startOf(this.compiled, facts);
    const made = segmentsOf(rules, set).map((segment) =>
      makeScan(segment, { evaluator, defaults, out: this.out, question, whole }),
    );
    this.scans[question] = made;
    return made;
  }

  /** Brings events into the rules' order, where groups put them down out of it. They are few. */
  private sort({ isShuffled }: Scan, count: number): void {
    if (!isShuffled || count < 2) return;
    if (count > MANY) this.out.subarray(0, count).sort();
    else insertionSort(this.out, count);
  }
}

const NONE: readonly string[] = [];
const MANY = 24;

function truthIn(event: number): Truth {
  const kind = event & 3;
  return kind === EVENT.unknown ? undefined : kind === EVENT.true;
}

function insertionSort(events: Int32Array, count: number): void {
  for (let end = 1; end < count; end++) {
    const event = events[end] ?? 0;
    let position = end;
    while (position > 0 && (events[position - 1] ?? 0) > event) {
      events[position] = events[position - 1] ?? 0;
      position -= 1;
    }
    events[position] = event;
  }
}

/** The generated form, or nothing where the process may not make functions from text. */
export function generate(compiled: Compiled): Generated | undefined {
  try {
    return new Generated(compiled);
  } catch (fault) {
    // node --disallow-code-generation-from-strings: the closures say the same, only slower.
    if (fault instanceof EvalError) return undefined;
    throw fault;
  }
}
