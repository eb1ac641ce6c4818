import { database } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';

const TRIES_ALLOWED = 6;
const PAUSE_CAP_MS = 5_000;

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/**
 * Does what must be written for a run to go on, through a restart or an absence of the database of any length: a try
 * counts only when the database answers and yet refuses. `work` is repeated, so it must bear that. An AppError is an
 * answer and passes at once.
 */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  let refusals = 0;
  for (let pauseMs = 50; ; pauseMs = Math.min(pauseMs * 2, PAUSE_CAP_MS)) {
    try {
      return await work();
    } catch (error) {
      if (error instanceof AppError) throw error;
      if (await databaseAnswers()) refusals += 1;
      if (refusals === TRIES_ALLOWED) throw error;
      await pause(pauseMs);
    }
  }
}

async function databaseAnswers(): Promise<boolean> {
  try {
    await database().$queryRaw`SELECT 1`;
    return true;
  } catch {
    return false; // away; the caller waits for it
  }
}
