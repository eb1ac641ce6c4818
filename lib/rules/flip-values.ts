import { type Call, type Compare, childrenOf, type Expression, fieldNodes, type Path, type Tag } from './ast';
import type { Evaluator, Scope } from './evaluate';
import { beside, type Order, round, SWAPPED, sideBeyond, sideWithBound } from './flip-bounds';
import { type Candidate, Finder, pathOf } from './flip-finder';
import { tryCall, tryMember } from './flip-parts';
import { type FactValue, withPath } from './values';

type Sides = { side: Expression; operator: Order; other: Expression };

const DAY_MS = 86_400_000;
const PLACES = 6;

/**
 * The values that the facts of a condition might have to take for one of its parts to turn: just past a bound, the
 * literal, a member of the list, the other truth. Whether one does turn anything is for who asks to find out.
 */
export function candidatesOf(whole: Expression, evaluator: Evaluator, scope: Scope): Candidate[] {
  const finder = new Finder(evaluator, scope);
  walk(finder, whole, true);
  return finder.candidates;
}

/** `isTruth`: the part is asked whether it holds, not what it is. */
function walk(finder: Finder, node: Expression, isTruth: boolean): void {
  if (node.kind === 'compare') tryCompare(finder, node);
  else if (node.kind === 'call') tryCall(finder, node);
  else if (isTruth) tryTruth(finder, node);
  if (node.kind === 'call' && node.name === 'exists') return;
  const asksTruth = node.kind === 'and' || node.kind === 'or' || node.kind === 'not';
  for (const child of childrenOf(node)) {
    walk(finder, child, asksTruth || (node.kind === 'if' && (child === node.condition || isTruth)));
  }
}

/** A fact that is a condition by itself: its other truth. */
function tryTruth(finder: Finder, node: Expression): void {
  if (!finder.isFact(node)) return;
  const now = finder.now(node);
  const values = typeof now === 'number' ? [0, 1] : [true, false];
  for (const to of values) finder.add(node, to, { relation: '==', bound: to });
}

function tryCompare(finder: Finder, { operators, operands }: Compare): void {
  for (const [index, operator] of operators.entries()) {
    const [left, right] = [operands[index], operands[index + 1]];
    if (!left || !right) continue;
    if (operator === 'in' || operator === 'not in') {
      tryMember(finder, left, right);
      continue;
    }
    trySide(finder, { side: left, operator, other: right });
    trySide(finder, { side: right, operator: SWAPPED[operator], other: left });
  }
}

/** One side of a comparison as the other side stands. */
function trySide(finder: Finder, { side, operator, other }: Sides): void {
  const bound = finder.value(other);
  if (finder.isFact(side)) {
    if (bound !== undefined) tryBound(finder, side, operator, bound);
    return;
  }
  if (side.kind === 'call' && typeof bound === 'string') tryText(finder, side, bound);
  if (typeof bound !== 'number') return;
  if (side.kind === 'call' && side.name === 'days_since') tryDate(finder, side, bound);
  for (const field of fieldNodes(side, finder.evaluator.lists)) {
    trySolved(finder, field, { side, operator, other });
  }
}

function tryBound(finder: Finder, field: Path | Tag, operator: Order, bound: FactValue): void {
  if (typeof bound === 'number') {
    tryNumber(finder, field, operator, bound);
    return;
  }
  const isOrder = operator !== '==' && operator !== '!=';
  finder.add(field, bound, { relation: isOrder ? sideWithBound(operator) : '==', bound });
  if (typeof bound === 'string') {
    const beyond = isOrder && sideBeyond(operator) === '<' ? '' : `${bound}~`;
    finder.add(field, beyond, { relation: isOrder ? sideBeyond(operator) : '!=', bound });
    return;
  }
  const other = typeof bound === 'boolean' ? !bound : 'something';
  finder.add(field, other, { relation: '!=', bound });
}

/** The bound itself, and just past it on the side where that says something else. */
function tryNumber(finder: Finder, field: Path | Tag, operator: Order, bound: number): void {
  const { below, above } = beside(bound, finder.now(field));
  if (operator === '==' || operator === '!=') {
    finder.add(field, bound, { relation: '==', bound });
    for (const to of [above, below]) finder.add(field, to, { relation: '!=', bound });
    return;
  }
  const relation = sideBeyond(operator);
  finder.add(field, bound, { relation: sideWithBound(operator), bound });
  finder.add(field, relation === '<' ? below : above, { relation, bound });
}

/** A fact inside a calculation: what it would have to be, taking the calculation to be a straight line. */
function trySolved(finder: Finder, field: Path | Tag, { side, operator, other }: Sides): void {
  const { evaluator, scope } = finder;
  const at = (value: number): number | undefined => {
    const changed = { ...scope, facts: withPath(scope.facts, pathOf(field), value) };
    const [a, b] = [evaluator.value(side)(changed), evaluator.value(other)(changed)];
    return typeof a === 'number' && typeof b === 'number' ? a - b : undefined;
  };
  const now = finder.now(field);
  const start = typeof now === 'number' ? now : 0;
  const [first, second] = [at(start), at(start + 1)];
  if (first === undefined || second === undefined || first === second) return;
  const bound = round(start - first / (second - first), PLACES);
  if (!Number.isFinite(bound)) return;
  const { below, above } = beside(bound, bound + 0.5);
  const isEquality = operator === '==' || operator === '!=';
  if (isEquality) finder.add(field, bound, { relation: '==', bound });
  finder.add(field, below, { relation: isEquality ? '!=' : '<', bound });
  finder.add(field, above, { relation: isEquality ? '!=' : '>', bound });
}

/** `days_since(date) > 30`: a date a day before or after the one that is just so old. */
function tryDate(finder: Finder, { args: [date] }: Call, days: number): void {
  if (!finder.isFact(date)) return;
  const at = finder.scope.now - days * DAY_MS;
  const [before, bound, after] = [dateAt(at - DAY_MS), dateAt(at), dateAt(at + DAY_MS)];
  if (before === undefined || bound === undefined || after === undefined) return;
  finder.add(date, before, { relation: '<', bound });
  finder.add(date, after, { relation: '>', bound });
}

/** `lower(name) == 'x'`: the text itself is worth a try. */
function tryText(finder: Finder, { args: [first] }: Call, bound: string): void {
  if (!finder.isFact(first)) return;
  finder.add(first, bound, { relation: '==', bound });
  finder.add(first, `${bound}~`, { relation: '!=', bound });
}

function dateAt(ms: number): string | undefined {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
