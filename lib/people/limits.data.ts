import { createHash } from 'node:crypto';
import { DAY_MS } from '@/lib/core/clock';
import type { Transaction } from '@/lib/core/db';
import { countOne, type LimitScope, PATIENCE } from './delay';

/** What an attempt is counted under: an account by what was typed for it, whether there is such a one or not. */
export type Counted = { scope: LimitScope; subject: string };

type Row = { attempts: number; since: Date; free_at: Date };

/**
 * Counts an attempt before it is made, so that many at one time are many. Returns 0 when it may be made, else how long
 * it has to wait; one that has to wait is not counted.
 */
export async function claimAttempt(tx: Transaction, { scope, subject }: Counted, now: Date): Promise<number> {
  const key = digestOf(subject);
  await tx.$executeRaw`
    INSERT INTO attempt_limits (scope, subject_hash, attempts, last_at, free_at)
    VALUES (${scope}, ${key}, 0, ${now}, ${now}) ON CONFLICT DO NOTHING`;
  const [row = { attempts: 0, since: now, free_at: now }] = await tx.$queryRaw<Row[]>`
    SELECT attempts, last_at AS since, free_at FROM attempt_limits
    WHERE scope = ${scope} AND subject_hash = ${key} FOR UPDATE`;
  const waitMs = row.free_at.getTime() - now.getTime();
  if (waitMs > 0) return waitMs;
  const { attempts, since, freeAt } = countOne(row, now, PATIENCE[scope]);
  await tx.$executeRaw`
    UPDATE attempt_limits SET attempts = ${attempts}, last_at = ${since}, free_at = ${freeAt}
    WHERE scope = ${scope} AND subject_hash = ${key}`;
  return 0;
}

/** The account's count begins anew. */
export async function clearAttempts(tx: Transaction, { scope, subject }: Counted): Promise<void> {
  await tx.attemptLimit.deleteMany({ where: { scope, subjectHash: digestOf(subject) } });
}

/** An attempt that succeeded does not count; what others did from the same address does. */
export async function returnAttempt(tx: Transaction, { scope, subject }: Counted, now: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE attempt_limits SET attempts = greatest(attempts - 1, 0), free_at = ${now}
    WHERE scope = ${scope} AND subject_hash = ${digestOf(subject)}`;
}

/** By then the longest count is forgotten. */
export async function forgetAttempts(tx: Transaction, now: Date): Promise<void> {
  await tx.attemptLimit.deleteMany({ where: { lastAt: { lt: new Date(now.getTime() - DAY_MS) } } });
}

function digestOf(subject: string): string {
  return createHash('sha256').update(subject.trim().toLowerCase()).digest('hex');
}
