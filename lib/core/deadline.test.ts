import { getEventListeners } from 'node:events';
import { expect, it, vi } from 'vitest';
import { collectGarbage } from '@/scripts/testing/garbage';
import { isTimedOut, withDeadline } from './deadline';

/** Work that ends only when its signal says so, and then tells whether the time was up. */
const endless = (signal: AbortSignal) =>
  new Promise<boolean>((done) => signal.addEventListener('abort', () => done(isTimedOut(signal))));

it('ends by its limit though garbage is collected, alone and with a caller’s signal', async () => {
  const collecting = setInterval(collectGarbage, 5);
  const { signal } = new AbortController();
  const both = await Promise.all([
    withDeadline({ ms: 100 }, endless),
    withDeadline({ ms: 100, signal }, endless),
  ]);
  clearInterval(collecting);
  expect(both).toEqual([true, true]);
});

it('ends with its caller’s own reason, also where the caller had stopped before', async () => {
  const stop = new AbortController();
  const waiting = withDeadline({ ms: 60_000, signal: stop.signal }, async (signal) => {
    await endless(signal);
    return signal.reason;
  });
  stop.abort('enough');
  expect(await waiting).toBe('enough');
  const reason = withDeadline({ ms: 60_000, signal: stop.signal }, async (signal) => signal.reason);
  expect(await reason).toBe('enough');
});

it('leaves no timer and no listener behind, whether the work ends well or not', async () => {
  vi.useFakeTimers();
  try {
    const { signal } = new AbortController();
    expect(await withDeadline({ ms: 1000, signal }, async () => 'done')).toBe('done');
    const failing = withDeadline({ ms: 1000, signal }, () => Promise.reject(new Error('broken')));
    await expect(failing).rejects.toThrow('broken');
    expect([vi.getTimerCount(), getEventListeners(signal, 'abort').length]).toEqual([0, 0]);
  } finally {
    vi.useRealTimers();
  }
});
