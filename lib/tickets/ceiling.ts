import { setTimeout as sleep } from 'node:timers/promises';

/**
 * One ceiling on requests a second per connection, over all that this process does: requests are spaced evenly, and
 * a 429 pauses every one of them.
 */
export type Ceiling = { nextAt: number };

/** Reserves the next slot: when it is (ms on the caller's clock) and the ceiling after it. */
export function reserveSlot(
  ceiling: Ceiling,
  now: number,
  perSecond: number,
): { slot: number; ceiling: Ceiling } {
  const slot = Math.max(now, ceiling.nextAt);
  return { slot, ceiling: { nextAt: slot + 1000 / perSecond } };
}

const ceilings = new Map<string, Ceiling>();

/** Waits for this connection's next slot. Rejects when the signal aborts. */
export async function takeSlot(connectionId: string, perSecond: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  const now = performance.now();
  const { slot, ceiling } = reserveSlot(ceilings.get(connectionId) ?? { nextAt: 0 }, now, perSecond);
  ceilings.set(connectionId, ceiling);
  if (slot > now) await sleep(slot - now, undefined, { signal });
}

/** Lets no request of this connection start for that long. */
export function pauseConnection(connectionId: string, forMs: number): void {
  const nextAt = Math.max(ceilings.get(connectionId)?.nextAt ?? 0, performance.now() + forMs);
  ceilings.set(connectionId, { nextAt });
}
