import { childrenOf, type Expression } from '../ast';
import type { Evaluator } from '../evaluate';
import type { FactValue } from '../values';
import { isConstant } from './subjects';

/** A value to try; `undefined` stands for a fact that is missing. */
export type Witness = FactValue | undefined;

/** More than these are not tried: what they would show is left unsaid. */
const MOST = 5_000;
const ALWAYS: Witness[] = [undefined, null, true, false, '', '\u0000', [], [0], {}, { '#': 0 }];

/** The values that a test compares with. */
export function constantsIn(node: Expression, evaluator: Evaluator, lists: ReadonlySet<string>): FactValue[] {
  if (!isConstant(node, lists)) {
    return childrenOf(node).flatMap((child) => constantsIn(child, evaluator, lists));
  }
  const value = evaluator.value(node)({ facts: {}, now: 0 });
  if (value === undefined) return childrenOf(node).flatMap((child) => constantsIn(child, evaluator, lists));
  return Array.isArray(value) ? [value, ...value] : [value];
}

/** One value of every kind that comparisons with these can tell apart; nothing when they are too many. */
export function witnessesFor(constants: readonly FactValue[]): Witness[] | undefined {
  if (constants.length > MOST) return undefined;
  const numbers = [...new Set([0, ...constants.filter((value) => typeof value === 'number')])];
  const texts = new Set(constants.filter((value) => typeof value === 'string'));
  const others = constants.filter((value) => typeof value === 'object' && value !== null);
  return [
    ...ALWAYS,
    ...withBetween(numbers.sort((one, other) => one - other)),
    // The text that follows directly stands for everything up to the next.
    ...[...texts].flatMap((text) => [text, `${text}\u0000`]),
    ...others,
  ];
}

/** Numbers in their order, with one below, one above, and one between each two. */
function withBetween(sorted: number[]): number[] {
  const [first = 0] = sorted;
  const last = sorted.at(-1) ?? 0;
  const between = sorted.flatMap((value, index) => {
    const next = sorted[index + 1];
    return next === undefined ? [value] : [value, value + (next - value) / 2];
  });
  return [first - Math.abs(first) - 1, ...between, last + Math.abs(last) + 1];
}
