import type { Reader } from '@/lib/core/db';
import type { RetentionKind } from './kinds.schema';
import type { RetentionAmount } from './schema';

/** How one kind is deleted, by whoever owns its tables; handed in by `lib/jobs.ts`. */
export type Purge = {
  /** What would go, with an estimate of the room it takes. */
  count(reader: Reader, before: Date): Promise<RetentionAmount>;
  /** Deletes a batch in a transaction of its own, and says how many rows went; 0 when there is no more. */
  purge(before: Date): Promise<number>;
};

export type Purges = Record<RetentionKind, Purge>;
