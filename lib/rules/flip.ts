import type { Expression } from './ast';
import { type CompiledRuleSet, compileRuleSet } from './compile';
import { Evaluator, type Scope } from './evaluate';
import { sizeOf } from './expression-size';
import { type Candidate, keyOf } from './flip-finder';
import { flipSentence } from './flip-sentence';
import { candidatesOf } from './flip-values';
import { expressionsBehind, rulesBehind } from './rules-behind';
import type { Facts, Rule, Verdict } from './schema';
import { readPath, withoutPath, withPath } from './values';
import type { Flip, FlipChange } from './why.schema';

type FlipQuestion = {
  compiled: CompiledRuleSet;
  rule: Rule;
  facts: Facts; // as they are given
  seen: Facts; // as they stand when the rule's turn comes
  verdict: Verdict;
  hiddenBy: string | null;
  now: Date;
  /** Facts that one would hardly change: of two changes that do the same, the one that leaves them is smaller. */
  fixed?: ReadonlySet<string>;
  /** Of the whole effort of a search; less where many rules are asked at once. */
  share?: number;
};

/** How many parts of conditions are evaluated in the search, at most: somebody waits for the answer. */
const EFFORT = 600_000;
const MOST_CANDIDATES = 100;
const PAIR = 0.5;

type Weighed = Candidate & { cost: number; place: number }; // place: in the order of the conditions

/**
 * The smallest change of one fact, or of two, that turns a verdict: from true to false, from anything else to true. Each
 * way to turn a part of the conditions is tried on the whole rule, the smallest first, so that what comes out was seen to
 * turn it. Null where nothing was found.
 */
export function findFlip(question: FlipQuestion): Flip | null {
  const { compiled: whole, rule, facts, seen, verdict, hiddenBy, now, share = 1 } = question;
  const { set } = whole;
  const { before, setters } = rulesBehind(set, rule);
  const hiding = before.filter(({ name }) => name === hiddenBy);
  const parts = expressionsBehind(rule, [...new Set([...setters, ...hiding])]);
  if (parts.length === 0) return null;
  const wanted = verdict !== true;
  const evaluator = new Evaluator(new Map(Object.entries(set.lists)));
  const candidates = weigh(parts, evaluator, { facts: seen, now: now.getTime() }, question);
  const asked = [...before, rule];
  const isMost = asked.length * 2 > set.rules.indexOf(rule);
  const compiled = isMost ? whole : compileRuleSet({ ...set, rules: asked }, { engine: 'closures' });
  const turns = (changes: Weighed[]) =>
    compiled.verdictOf(rule.name, applyChanges(facts, changes), { now }) === wanted;
  let left = (EFFORT * share) / asked.reduce((sum, each) => sum + partsOf(each), 10);
  for (const changes of inOrder(candidates)) {
    if (left < 0) return null;
    left -= 1;
    if (turns(changes)) return told(changes, facts, wanted);
  }
  return null;
}

/** Every change of one fact, then of two, each group with the smallest first. */
function* inOrder(candidates: Weighed[]): Iterable<Weighed[]> {
  const single = [...candidates].sort((one, other) => one.cost - other.cost);
  for (const candidate of single) yield [candidate];
  const pairs = single.flatMap((one, index) =>
    single
      .slice(index + 1)
      .flatMap((other) =>
        isApart(one, other) ? [{ both: [one, other], cost: PAIR + one.cost + other.cost }] : [],
      ),
  );
  for (const { both } of pairs.sort((one, other) => one.cost - other.cost)) yield both;
}

function partsOf({ condition }: Rule): number {
  return condition ? sizeOf(condition).parts : 1;
}

/** Neither changes what the other does. */
function isApart({ path: one }: Candidate, { path: other }: Candidate): boolean {
  const shared = Math.min(one.length, other.length);
  return one.slice(0, shared).join('\n') !== other.slice(0, shared).join('\n');
}

function weigh(
  parts: Expression[],
  evaluator: Evaluator,
  scope: Scope,
  { facts, fixed }: FlipQuestion,
): Weighed[] {
  const found = new Map<string, Weighed>();
  for (const candidate of parts.flatMap((part) => candidatesOf(part, evaluator, scope))) {
    const { path, to } = candidate;
    const distance = distanceOf(readPath(facts, path), to);
    const cost = distance + (fixed?.has(path[0] ?? '') ? 3 : 0);
    const key = keyOf(candidate);
    if (!found.has(key)) found.set(key, { ...candidate, cost, place: found.size });
  }
  return [...found.values()].sort((one, other) => one.cost - other.cost).slice(0, MOST_CANDIDATES);
}

/** From 0 to 1 for a number that is another one, by how far it is; more for what is of another nature or not known. */
function distanceOf(from: unknown, to: unknown): number {
  if (typeof from === 'number' && typeof to === 'number') {
    return Math.min(1, Math.abs(to - from) / Math.max(Math.abs(from), Math.abs(to), Number.MIN_VALUE));
  }
  if (to === undefined) return 2;
  if (from === undefined) return 1.5;
  return typeof from === 'boolean' ? 0.8 : 1.2;
}

/** The facts with these changes made. */
export function applyChanges(facts: Facts, changes: Pick<Candidate, 'path' | 'to'>[]): Facts {
  return changes.reduce(
    (changed, { path, to }) => (to === undefined ? withoutPath(changed, path) : withPath(changed, path, to)),
    facts,
  );
}

function told(candidates: Weighed[], facts: Facts, verdict: boolean): Flip {
  const inPlace = candidates.sort((one, other) => one.place - other.place);
  const changes = inPlace.map(({ fact, path, to, relation, bound }): FlipChange => {
    const from = readPath(facts, path);
    return {
      fact,
      relation,
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      ...(bound === undefined ? {} : { bound }),
    };
  });
  return { verdict, changes, sentence: flipSentence(verdict, changes) };
}
