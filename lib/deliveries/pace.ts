import { log } from '@/lib/core/log';
import { keepPace, type Seen } from './pace.data';

/** When each sender last posted, and its usual gap: gathered here, written at most once a second. */
const FLUSH_MS = 1000;
const seen = new Map<string, Seen>();
let timer: NodeJS.Timeout | undefined;

export function noteArrival(senderId: string, at: Date): void {
  const known = seen.get(senderId);
  seen.set(senderId, { senderId, arrivals: (known?.arrivals ?? 0) + 1, lastAt: at });
  timer ??= setTimeout(() => void flushPace(), FLUSH_MS);
  timer.unref();
}

/** Writes what was seen; a second of it may be lost, for the next one tells the same. */
export async function flushPace(): Promise<void> {
  clearTimeout(timer);
  timer = undefined;
  const batch = [...seen.values()];
  seen.clear();
  if (batch.length === 0) return;
  try {
    await keepPace(batch);
  } catch (error) {
    log().warn({ err: error }, 'the pace of senders could not be kept');
  }
}
