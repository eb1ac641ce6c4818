import type { CompareOperator } from './ast';
import type { Value } from './values';
import type { FlipChange } from './why.schema';

/** The comparisons that have a bound. */
export type Order = Exclude<CompareOperator, 'in' | 'not in'>;
type Relation = FlipChange['relation'];

/** The same comparison with its sides exchanged. */
export const SWAPPED: Record<Order, Order> = {
  '==': '==',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

/** Of the two sides that a bound parts, the one that the bound itself is on. */
export function sideWithBound(operator: Order): Relation {
  return operator === '<' || operator === '>=' ? '>=' : '<=';
}

export function sideBeyond(operator: Order): Relation {
  return operator === '<' || operator === '>=' ? '<' : '>';
}

const MOST_PLACES = 9;

/**
 * The numbers just past a bound on either side, as fine as people write them: by ones where all is whole, else by
 * hundredths, and finer where the bound is.
 */
export function beside(bound: number, now: Value): { below: number; above: number } {
  const isWhole = Number.isInteger(bound) && (typeof now !== 'number' || Number.isInteger(now));
  const own = placesOf(bound) + (bound !== 0 && Math.abs(bound) < 1 ? 1 : 0);
  const places = isWhole ? 0 : Math.min(MOST_PLACES, Math.max(own, 2));
  const step = 10 ** -places;
  const [below, above] = [round(bound - step, places), round(bound + step, places)];
  if (below < bound && bound < above) return { below, above };
  // Past the exactness of whole numbers, or closer to 0 than is written: by the next share that makes a difference.
  const least = Math.max(Math.abs(bound) * 2 ** -40, Number.MIN_VALUE);
  return { below: bound - least, above: bound + least };
}

export function round(value: number, places: number): number {
  return Math.abs(value) < 1e15 ? Number(value.toFixed(places)) : value;
}

function placesOf(value: number): number {
  const written = String(value);
  if (written.includes('e')) return MOST_PLACES;
  return written.split('.')[1]?.length ?? 0;
}
