/**
 * Runs work under a limit on time. Its signal aborts with a `TimeoutError` after `ms`, or with the caller's own reason as
 * soon as `signal` does; when the work has ended, timer and listener are gone. `AbortSignal.timeout` and `AbortSignal.any`
 * are not used: Node 20 holds them weakly, and the garbage collector takes a limit away (nodejs/node#57736).
 */
export async function withDeadline<Result>(
  { ms, signal: caller }: { ms: number; signal?: AbortSignal | undefined },
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(timeoutError(ms)), ms);
  const relay = () => controller.abort(caller?.reason);
  caller?.addEventListener('abort', relay, { once: true });
  if (caller?.aborted) relay();
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    caller?.removeEventListener('abort', relay);
  }
}

/** Whether a signal was aborted by its limit on time, not by whoever asked. */
export function isTimedOut(signal: AbortSignal): boolean {
  return signal.reason instanceof Error && signal.reason.name === 'TimeoutError';
}

function timeoutError(ms: number): DOMException {
  return new DOMException(`not done within ${ms} ms`, 'TimeoutError');
}
