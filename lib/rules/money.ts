import type { Expression } from './ast';
import type { Evaluator, Scope } from './evaluate';

/** Exact amounts beside the doubles that rules compare: decimal strings by dotted path. */
export type ExactMoney = Readonly<Record<string, string>>;

export type MoneyScope = Scope & {
  exactMoney: ExactMoney;
  /** Whether the set itself assigned a fact, after which the exact amount handed in no longer speaks for it. */
  wasAssigned: (name: string) => boolean;
};

/**
 * An expression as money: a decimal string, or null when unknown. A bare path (also as the branch taken of an
 * `if`) is copied exactly from `exactMoney`; a formula is computed in doubles and rounded to six places.
 */
export function moneyOf(node: Expression, evaluator: Evaluator, scope: MoneyScope): string | null {
  if (node.kind === 'if') {
    const truth = evaluator.truth(node.condition)(scope);
    return truth === undefined ? null : moneyOf(truth ? node.then : node.otherwise, evaluator, scope);
  }
  const value = evaluator.value(node)(scope);
  if (typeof value !== 'number') return null;
  if (node.kind !== 'path') return decimalString(value, 6);
  const path = node.path.join('.');
  const isGiven = Object.hasOwn(scope.exactMoney, path) && !scope.wasAssigned(node.path[0] ?? '');
  return isGiven ? (scope.exactMoney[path] ?? null) : decimalString(value, 15);
}

/** A double as a plain decimal without exponent, trailing zeros or a negative zero; null when it is too large. */
function decimalString(value: number, places: number): string | null {
  if (Math.abs(value) >= 1e21) return null;
  const shortest = String(value);
  if (/^-?\d+(\.\d+)?$/.test(shortest) && (shortest.split('.')[1]?.length ?? 0) <= places) return shortest;
  const fixed = value.toFixed(places).replace(/\.?0+$/, '');
  return fixed === '-0' || fixed === '' ? '0' : fixed;
}
