import type { Facts } from './values';

/** A function that rules may call by name: it sees the facts and answers with those it sets (of `sets`). */
type RegisteredFunction = { reads: string[]; sets: string[]; run: (facts: Facts) => Facts };

/** The closed set: what is not here cannot be called, and a file that names it is refused. */
export const REGISTRY: ReadonlyMap<string, RegisteredFunction> = new Map<string, RegisteredFunction>([
  [
    'check_vip',
    {
      reads: ['vip_code'],
      sets: ['is_vip'],
      run: (facts): Facts =>
        Object.hasOwn(facts, 'vip_code') && facts.vip_code === 'X123' ? { is_vip: true } : {},
    },
  ],
]);
