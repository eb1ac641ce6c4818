import type { Expression } from '../ast';
import { subjectsOf } from './subjects';

/** Alternatives are multiplied out; a condition that has more of them is left unjudged. */
const MOST_BRANCHES = 64;

/** One way for a condition to be true: all these parts at once. Nothing in it is an `and` or `or` over several facts. */
export type Branch = Expression[];

type NamedLists = ReadonlySet<string>;

/** Every way for a condition to be true; nothing when there are too many to look at. Three-valued throughout. */
export function branchesOf(condition: Expression | undefined, lists: NamedLists): Branch[] | undefined {
  return condition === undefined ? [[]] : expand(condition, false, lists);
}

function expand(node: Expression, isNegated: boolean, lists: NamedLists): Branch[] | undefined {
  if (node.kind === 'not') return expand({ ...node.operand, at: node.at }, !isNegated, lists);
  const isJunction = node.kind === 'and' || node.kind === 'or';
  const isChoice = (node.kind === 'or') !== isNegated;
  if (!isJunction || (isChoice && subjectsOf(node, lists).size <= 1)) {
    return [[isNegated ? { kind: 'not', operand: node, at: node.at } : node]];
  }
  const parts = node.operands.map((operand) => expand(operand, isNegated, lists));
  return isChoice ? union(parts) : product(parts);
}

function union(parts: (Branch[] | undefined)[]): Branch[] | undefined {
  const all: Branch[] = [];
  for (const part of parts) {
    if (!part || all.length + part.length > MOST_BRANCHES) return undefined;
    all.push(...part);
  }
  return all;
}

function product(parts: (Branch[] | undefined)[]): Branch[] | undefined {
  let all: Branch[] = [[]];
  for (const part of parts) {
    if (!part || all.length * part.length > MOST_BRANCHES) return undefined;
    all = all.flatMap((before) => part.map((branch) => [...before, ...branch]));
  }
  return all;
}
