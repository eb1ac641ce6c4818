import type { Actor } from '@/lib/people/schema';

/** What benchmarks have in common. */
export const SYSTEM: Actor = { kind: 'system', id: null, name: 'bench', role: 'admin' };

export const round2 = (value: number) => Math.round(value * 100) / 100;

/** Collects garbage where node was started with --expose-gc, so that growth is growth. */
export function clear(): void {
  globalThis.gc?.();
}
