import { randomUUID } from 'node:crypto';
import { database, type Transaction, transaction } from '@/lib/core/db';
import { AppError, messageOf } from '@/lib/core/errors';
import {
  closeAttempt,
  type EffectRow,
  findEffect,
  markLookedUp,
  openAttempt,
  type Settlement,
  settleSending,
  settleUncertain,
  takeLease,
} from './data';
import { type Finding, judgeFinding, moveEffect } from './moves';
import type { EffectState, Json } from './schema';

/**
 * Doing an effect once: the intent is committed, a lease taken, the call made, the answer sorted and written under
 * the lease. Whatever happens between two of these leaves a row from which the next worker goes on (moves.ts).
 */

/** How a call ended. Only `confirmed` and `rejected` are answers; `deferred` is certain that nothing was done. */
export type Sent<Result extends Json> =
  | { kind: 'confirmed'; result: Result; status?: number }
  | { kind: 'rejected'; detail: string; status?: number }
  | { kind: 'deferred'; detail: string; status?: number; afterMs: number; stop?: AppError }
  | { kind: 'uncertain'; detail: string; status?: number };

type LedgerTiming = {
  leaseMs: number; // longer than a request may take
  horizonMs: number; // longer than a request may take and the other side's index lags, together
};

type Performing<Result extends Json> = {
  /** Makes the call. `stop` in a deferred answer is thrown after the effect went back to intended. */
  send(effect: EffectRow, token: string): Promise<Sent<Result>>;
  /** Runs in the transaction that confirms. */
  onConfirmed(tx: Transaction, result: Result, effect: EffectRow): Promise<void>;
  /** Runs in the transaction that rejects or parks: a person must look. */
  onStuck?(tx: Transaction, detail: string, effect: EffectRow): Promise<void>;
  timing: LedgerTiming;
};

/** `lost`: the lease was taken away meanwhile and nothing was written. `skipped`: it was not intended, or not due. */
export type Performed = { state: EffectState | 'lost' | 'skipped'; detail: string | null };

/** Performs an intended effect that is due. */
export async function perform<Result extends Json>(
  effectId: string,
  { send, onConfirmed, onStuck, timing }: Performing<Result>,
): Promise<Performed> {
  const leased = await transaction((tx) => takeLease(tx, effectId, timing.leaseMs));
  if (!leased) return { state: 'skipped', detail: null };
  const { effect, token } = leased;
  const sent = await sendGuarded(() => send(effect, token));
  const settlement = settlementOf(sent, timing);
  const state = moveEffect('sending', settlement.event);
  const detail = sent.kind === 'confirmed' ? null : sent.detail;
  const written = await transaction(async (tx) => {
    if (!(await settleSending(tx, effectId, token, settlement))) return false;
    await closeAttempt(tx, token, { outcome: state, status: sent.status, detail: detail ?? undefined });
    if (sent.kind === 'confirmed') await onConfirmed(tx, sent.result, effect);
    if (sent.kind === 'rejected') await onStuck?.(tx, sent.detail, effect);
    return true;
  });
  if (sent.kind === 'deferred' && sent.stop) throw sent.stop;
  return written ? { state, detail } : { state: 'lost', detail: 'the lease ran out before the answer came' };
}

/** Whatever `send` throws leaves in doubt what it did. */
async function sendGuarded<Result extends Json>(send: () => Promise<Sent<Result>>): Promise<Sent<Result>> {
  try {
    return await send();
  } catch (error) {
    return { kind: 'uncertain', detail: messageOf(error) };
  }
}

function settlementOf(sent: Sent<Json>, timing: LedgerTiming): Settlement {
  switch (sent.kind) {
    case 'confirmed':
      return { event: 'confirm', result: sent.result };
    case 'rejected':
      return { event: 'reject', error: sent.detail };
    case 'deferred':
      return { event: 'defer', error: sent.detail, notBeforeMs: sent.afterMs };
    case 'uncertain':
      return { event: 'doubt', error: sent.detail, horizonMs: timing.horizonMs };
  }
}

type LookingUp<Result extends Json> = {
  find(effect: EffectRow): Promise<Finding<Result>>;
  onConfirmed(tx: Transaction, result: Result, effect: EffectRow): Promise<void>;
  onStuck?(tx: Transaction, detail: string, effect: EffectRow): Promise<void>;
  mayPark: boolean;
};

/** Looks once after an uncertain effect and settles it when that can be concluded. Sends nothing. */
export async function lookUp<Result extends Json>(
  effectId: string,
  { find, onConfirmed, onStuck, mayPark }: LookingUp<Result>,
): Promise<Performed> {
  const effect = await findEffect(database(), effectId);
  if (effect?.state !== 'uncertain') return { state: effect?.state ?? 'skipped', detail: null };
  const pastHorizon = effect.waitMs === 0; // when the look begins: what it sees is no younger than that
  const token = randomUUID();
  await openAttempt(database(), effectId, token, 'look up');
  const finding = await findGuarded(() => find(effect));
  const event = judgeFinding(finding.kind, { pastHorizon, mayPark });
  const state = event ? moveEffect('uncertain', event) : 'uncertain';
  const written = await transaction(async (tx) => {
    await markLookedUp(tx, effectId);
    await closeAttempt(tx, token, { outcome: state, detail: finding.detail });
    if (!event) return true;
    const result = finding.kind === 'found' ? finding.result : undefined;
    const error = event === 'park' ? finding.detail : undefined;
    if (!(await settleUncertain(tx, effect, { event, result, error }))) return false;
    if (finding.kind === 'found') await onConfirmed(tx, finding.result, effect);
    if (event === 'park') await onStuck?.(tx, finding.detail, effect);
    return true;
  });
  return written ? { state, detail: finding.detail } : { state: 'lost', detail: 'settled by somebody else' };
}

/** A look that fails proves nothing; one that is refused for good is for the caller to hear about. */
async function findGuarded<Result extends Json>(
  find: () => Promise<Finding<Result>>,
): Promise<Finding<Result>> {
  try {
    return await find();
  } catch (error) {
    if (error instanceof AppError) return { kind: 'unavailable', detail: error.message };
    throw error;
  }
}
