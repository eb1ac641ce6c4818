import { createHmac } from 'node:crypto';
import { type Clock, HOUR_MS, MINUTE_MS, systemClock } from '@/lib/core/clock';
import { database } from '@/lib/core/db';
import { AppError, messageOf } from '@/lib/core/errors';
import { log } from '@/lib/core/log';
import { derivedKey, seal, unseal } from '@/lib/core/seal';
import * as data from './idempotency.data';

/**
 * Idempotency-Key (draft-ietf-httpapi-idempotency-key-header) on creating calls. The life of a key:
 *
 *   (none)   – first call → running      the insert is the claim: of two calls at once one gets it
 *   running  – answered   → answered     the same call again gets the same answer, for a day
 *   running  – refused    → (none)       nothing was done, so the key is free
 *   running  – silence    → settled      the process died: its audit event says whether the deed was done. Not done: the
 *                                        next call takes the key over. Done: its answer is lost, and the call is refused
 *                                        rather than done twice.
 *
 * The answer cannot be written in the transaction of the deed, which ends before there is one; the audit event, which is
 * written there, stands in for it.
 */
export const KEPT_MS = 24 * HOUR_MS;
/** Longer than any creating call takes: each of its transactions ends within 30 s. */
export const SILENCE_MS = 5 * MINUTE_MS;

export type Answer = { status: number; body: string };
type Given = data.Claim & { clock?: Clock };

type Verdict = 'take' | 'replay' | 'mismatch' | 'running' | 'settle';

/** What a call that found its key taken is to do. */
export function judgeKey(row: data.KeyRow, claim: data.Claim, now: Date): Verdict {
  const age = now.getTime() - row.begunAt.getTime();
  if (age > KEPT_MS) return 'take';
  if (row.fingerprint !== claim.fingerprint) return 'mismatch';
  if (row.answer) return 'replay';
  return age > SILENCE_MS ? 'settle' : 'running';
}

/**
 * Does the deed, or gives the answer of the time when it was done. Throws `idempotency_mismatch` for a key that came with
 * other input, `idempotency_running` while the first call runs, `idempotency_lost` when it was done but not answered.
 */
export async function answerOnce(
  { clock = systemClock, ...claim }: Given,
  perform: () => Promise<Answer>,
): Promise<Answer & { isReplayed: boolean }> {
  const held = await claimKey(claim, clock());
  if (held) return { ...held, isReplayed: true };
  const answer = await perform().catch(async (thrown: unknown) => {
    // Refused, or failed before the deed: the key is free. Failed after it: the key stays, for it must not be done twice.
    if (!(await data.isDeedDone(database(), claim.requestId))) await data.deleteClaim(database(), claim);
    throw thrown;
  });
  await keepAnswer(claim, answer, clock());
  return { ...answer, isReplayed: false };
}

/** Null when the key is ours to work under; else the answer that it already has. */
async function claimKey(claim: data.Claim, now: Date): Promise<Answer | null> {
  if (await data.insertClaim(database(), claim, now)) return null;
  const row = await data.findKey(database(), claim);
  if (!row) throw running(); // it was freed this very moment
  const verdict = judgeKey(row, claim, now);
  if (verdict === 'mismatch') {
    throw new AppError('idempotency_mismatch', 'this Idempotency-Key came with other input before');
  }
  if (verdict === 'running') throw running();
  if (verdict === 'replay' && row.answer) {
    return { status: row.answer.status, body: unseal(row.answer.sealedBody, placeOf(claim)) };
  }
  if (verdict === 'settle' && (await data.isDeedDone(database(), row.requestId))) {
    throw new AppError(
      'idempotency_lost',
      `the call with this Idempotency-Key was done, but its answer was lost; the audit log has it under request ${row.requestId}`,
    );
  }
  if (await data.replaceClaim(database(), claim, row.requestId, now)) return null;
  throw running();
}

function running(): AppError {
  return new AppError('idempotency_running', 'the call with this Idempotency-Key still runs; ask again', {
    retryAfterSeconds: 1,
  });
}

/** The deed is done and the caller must hear of it, so an answer that cannot be kept is only logged. */
async function keepAnswer(claim: data.Claim, { status, body }: Answer, now: Date): Promise<void> {
  const answer = { status, sealedBody: seal(body, placeOf(claim)) };
  await data.storeAnswer(database(), claim, answer, now).catch((thrown: unknown) => {
    log().error(
      { requestId: claim.requestId, reason: messageOf(thrown) },
      'an idempotent answer was not kept',
    );
  });
}

function placeOf({ caller, call, key }: data.KeyPlace): `${string}:${string}:${string}` {
  return `idempotency_keys:${caller} ${call} ${key}:sealed_body`;
}

/**
 * The key of a request, or null when it gave none. The draft has it as a quoted string; what most clients send is the
 * bare word. Throws `malformed`.
 */
export function keyOf(headers: Headers): string | null {
  const given = headers.get('idempotency-key');
  if (given === null) return null;
  const key = /^"([^"\\]*)"$/.exec(given)?.[1] ?? given;
  if (/^[!-~]{1,255}$/.test(key)) return key;
  throw new AppError('malformed', 'an Idempotency-Key is 1 to 255 visible ASCII characters without spaces');
}

/** Tells one input from another without telling what it was: it may hold a password. */
export function fingerprintOf(input: unknown): string {
  return createHmac('sha256', derivedKey('idempotency')).update(JSON.stringify(input)).digest('hex');
}
