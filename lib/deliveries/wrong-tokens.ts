import { log } from '@/lib/core/log';
import { addWrongTokens, type WrongTokens } from './wrong-tokens.data';

/**
 * Arrivals that may not come in are counted here and written at most once a second: strangers cost a row a day and
 * sender, whatever they send. A process that is killed forgets the last second of them.
 */
const FLUSH_MS = 1000;
const counted = new Map<string, WrongTokens>();
let timer: NodeJS.Timeout | undefined;

/** `senderId`: null for a sender that nobody added. */
export function countWrongToken(senderId: string | null, address: string | undefined, at: Date): void {
  const name = senderId ?? 'unknown';
  const known = counted.get(name);
  counted.set(name, {
    senderId: name,
    arrivals: (known?.arrivals ?? 0) + 1,
    lastAt: at,
    lastAddress: address ?? null,
  });
  timer ??= setTimeout(() => void flushWrongTokens(), FLUSH_MS);
  timer.unref();
}

/** Writes what was counted; what cannot be written is counted on. */
export async function flushWrongTokens(): Promise<void> {
  clearTimeout(timer);
  timer = undefined;
  const batch = [...counted.values()];
  counted.clear();
  if (batch.length === 0) return;
  try {
    await addWrongTokens(batch);
  } catch (error) {
    log().warn({ err: error }, 'wrong tokens could not be counted');
  }
}
