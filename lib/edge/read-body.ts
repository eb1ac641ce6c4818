import { withDeadline } from '@/lib/core/deadline';
import { AppError } from '@/lib/core/errors';

const BODY_MS = 30_000;
/** What is over the limit is read on to here, so that the sender hears why; then the rest is left. */
const MOST_READ = 8_000_000;

/**
 * The bytes of a body up to a limit, and how many were sent. Throws `timed_out` for one that does not come whole, and
 * `malformed` for one that breaks off.
 */
export async function readUpTo(request: Request, limit: number): Promise<ReadBody> {
  return withDeadline({ ms: BODY_MS }, (slow) => read(request, limit, slow));
}

type ReadBody = { body: Buffer; size: number };

async function read(request: Request, limit: number, slow: AbortSignal): Promise<ReadBody> {
  const declared = Number(request.headers.get('content-length') ?? Number.NaN);
  if (declared <= limit) {
    // The server lets no more through than was declared.
    const whole = await Promise.race([request.arrayBuffer(), aborted(slow)]).catch(tooSlowOrBroken(slow));
    return { body: Buffer.from(whole), size: whole.byteLength };
  }
  const chunks: Uint8Array[] = [];
  const most = Math.max(MOST_READ, limit);
  let size = 0;
  const collector = new WritableStream<Uint8Array>({
    write(chunk, controller) {
      if (size < limit) chunks.push(chunk.subarray(0, limit - size));
      size += chunk.byteLength;
      if (size > most) controller.error(new AppError('too_large', 'far too large'));
    },
  });
  await request.body?.pipeTo(collector, { signal: slow }).catch((cause: unknown) => {
    if (size <= most) tooSlowOrBroken(slow)(cause);
  });
  return { body: Buffer.concat(chunks), size: Math.max(size, Number.isFinite(declared) ? declared : 0) };
}

function tooSlowOrBroken(slow: AbortSignal) {
  return (cause: unknown): never => {
    if (!slow.aborted) throw new AppError('malformed', 'the body broke off', { cause });
    throw new AppError('timed_out', `the body did not come whole within ${BODY_MS / 1000} s`, { cause });
  };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, failed) => {
    signal.addEventListener('abort', () => failed(signal.reason), { once: true });
  });
}
