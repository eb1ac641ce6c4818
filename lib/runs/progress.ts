import { database } from '@/lib/core/db';
import { log } from '@/lib/core/log';
import { type AttemptReference, writeProgress } from './attempt.data';
import type { Progress } from './schema';

const WRITE_EVERY_MS = 500;

export type ProgressWriter = { report(progress: Progress): Promise<void>; flush(): Promise<void> };

/** Keeps the newest progress of an attempt and writes it at most twice a second; `flush` writes what is left. */
export function progressWriter(reference: AttemptReference, attempt: number): ProgressWriter {
  let newest: Progress | undefined;
  let timer: NodeJS.Timeout | undefined;
  let writtenAt = 0;

  async function write(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    if (!newest) return;
    const progress = newest;
    newest = undefined;
    writtenAt = performance.now();
    // Progress is for people to look at: failing to write it fails no job.
    await writeProgress(database(), reference, attempt, progress).catch((error: unknown) =>
      log().warn({ run: reference.runId, job: reference.name, err: error }, 'progress was not written'),
    );
  }

  return {
    async report(progress) {
      newest = progress;
      const wait = writtenAt + WRITE_EVERY_MS - performance.now();
      if (writtenAt === 0 || wait <= 0) return write();
      timer ??= setTimeout(() => void write(), wait);
    },
    flush: write,
  };
}
