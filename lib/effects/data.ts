import { randomUUID } from 'node:crypto';
import type { Reader, Transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { type EffectEvent, moveEffect } from './moves';
import type { EffectState, Json } from './schema';

/**
 * Every time in the ledger is the database's: leases are judged by many workers, and it is the one clock they share.
 * Every write is a compare-and-set; null or false means that somebody else was first.
 */
export type EffectRow = {
  id: string;
  key: string;
  kind: string;
  subject: string;
  connectionId: string;
  state: EffectState;
  payload: Json;
  frozen: boolean;
  attempts: number;
  waitMs: number; // until it may be sent, judged or concluded about; 0: now
  result: Json | null;
};

type Intent = { key: string; kind: string; subject: string; connectionId: string; payload: Json };

const ROW = `id::text, key, kind, subject, connection_id AS "connectionId", state, payload, frozen, attempts, result,
  GREATEST(0, ceil(extract(epoch FROM (CASE state WHEN 'intended' THEN not_before WHEN 'sending' THEN lease_until
    WHEN 'uncertain' THEN horizon_at END - clock_timestamp())) * 1000))::float8 AS "waitMs"`;

const SELECT = `SELECT ${ROW} FROM effects`;

/** Writes the intent, or takes up what its key already says; one never sent takes the newer connection and payload. */
export async function intendEffect(tx: Transaction, intent: Intent): Promise<EffectRow> {
  await tx.$executeRaw`
    INSERT INTO effects (key, kind, subject, connection_id, payload)
    VALUES (${intent.key}, ${intent.kind}, ${intent.subject}, ${intent.connectionId}::uuid,
      ${JSON.stringify(intent.payload)}::jsonb)
    ON CONFLICT (key) DO UPDATE SET connection_id = EXCLUDED.connection_id, payload = EXCLUDED.payload
    WHERE effects.state = 'intended' AND NOT effects.frozen`;
  const row = await findEffectByKey(tx, intent.key);
  if (!row) throw new AppError('internal', `effect ${intent.key} was written and is not there`);
  return row;
}

export async function findEffect(reader: Reader, effectId: string): Promise<EffectRow | null> {
  if (!/^\d{1,18}$/.test(effectId)) return null;
  const rows = await reader.$queryRawUnsafe<EffectRow[]>(`${SELECT} WHERE id = $1::bigint`, effectId);
  return firstOf(rows);
}

async function findEffectByKey(reader: Reader, key: string): Promise<EffectRow | null> {
  return firstOf(await reader.$queryRawUnsafe<EffectRow[]>(`${SELECT} WHERE key = $1`, key));
}

/** A connection's effects in these states, oldest first. */
export async function effectsInState(
  reader: Reader,
  connectionId: string,
  states: EffectState[],
): Promise<EffectRow[]> {
  return reader.$queryRawUnsafe<EffectRow[]>(
    `${SELECT} WHERE connection_id = $1::uuid AND state::text = ANY($2::text[]) ORDER BY effects.id`,
    connectionId,
    states,
  );
}

/** Takes the lease that sending needs; null when the effect is not intended or not due. */
export async function takeLease(
  tx: Transaction,
  effectId: string,
  leaseMs: number,
): Promise<{ effect: EffectRow; token: string } | null> {
  const token = randomUUID();
  const rows = await tx.$queryRawUnsafe<EffectRow[]>(
    `UPDATE effects SET state = '${moveEffect('intended', 'send')}', frozen = true, attempts = attempts + 1,
       lease_token = $2::uuid, lease_until = now() + $3::float8 * interval '1 ms', not_before = NULL, error = NULL
     WHERE id = $1::bigint AND state = 'intended' AND (not_before IS NULL OR not_before <= now())
     RETURNING ${ROW}`,
    effectId,
    token,
    leaseMs,
  );
  const effect = firstOf(rows);
  if (!effect) return null;
  await openAttempt(tx, effectId, token, 'send');
  return { effect, token };
}

/** What a move writes beside the state. */
export type Settlement = {
  event: EffectEvent;
  result?: Json;
  error?: string;
  notBeforeMs?: number; // from now
  horizonMs?: number; // from now
};

/** Settles a sending effect; false when the lease is no longer this attempt's: then nothing is written. */
export async function settleSending(
  tx: Transaction,
  effectId: string,
  token: string,
  settlement: Settlement,
): Promise<boolean> {
  return writeMove(tx, effectId, 'sending', settlement, { column: 'lease_token::text', value: token });
}

/** Settles an uncertain effect; false when it was settled or sent again since this look began. */
export async function settleUncertain(
  tx: Transaction,
  effect: EffectRow,
  settlement: Settlement,
): Promise<boolean> {
  const guard = { column: 'attempts::text', value: String(effect.attempts) };
  return writeMove(tx, effect.id, 'uncertain', settlement, guard);
}

/** A person's answer about an effect that waits for one; false when it no longer does. */
export async function settleByPerson(
  tx: Transaction,
  effect: EffectRow,
  settlement: Settlement,
): Promise<boolean> {
  const guard = { column: 'attempts::text', value: String(effect.attempts) };
  // What a person did in its place before anything was sent is as fixed as what was sent.
  if (effect.state === 'intended') {
    await tx.$executeRaw`UPDATE effects SET frozen = true WHERE id = ${effect.id}::bigint AND state = 'intended'`;
  }
  if (!(await writeMove(tx, effect.id, effect.state, settlement, guard))) return false;
  // What was refused is mended outside: its payload and connection are made anew. What is in doubt stays as sent.
  if (effect.state === 'rejected' && settlement.event === 'allow') {
    await tx.$executeRaw`UPDATE effects SET frozen = false WHERE id = ${effect.id}::bigint AND state = 'intended'`;
  }
  return true;
}

async function writeMove(
  tx: Transaction,
  effectId: string,
  from: EffectState,
  settlement: Settlement,
  guard: { column: string; value: string },
): Promise<boolean> {
  const to = moveEffect(from, settlement.event);
  const written = await tx.$executeRawUnsafe(
    `UPDATE effects SET state = $3::"EffectState", lease_token = NULL, lease_until = NULL,
       result = COALESCE($4::jsonb, result), error = $5,
       not_before = now() + $6::float8 * interval '1 ms',
       uncertain_since = CASE WHEN $3 = 'uncertain' THEN now() WHEN $3 = 'intended' THEN NULL ELSE uncertain_since END,
       horizon_at = CASE WHEN $3 = 'uncertain' THEN now() + COALESCE($7::float8, 0) * interval '1 ms'
         WHEN $3 = 'intended' THEN NULL ELSE horizon_at END,
       settled_at = CASE WHEN $3 IN ('confirmed', 'rejected') THEN now() END
     WHERE id = $1::bigint AND state = $2::"EffectState" AND ${guard.column} = $8`,
    effectId,
    from,
    to,
    settlement.result === undefined ? null : JSON.stringify(settlement.result),
    settlement.error ?? null,
    settlement.notBeforeMs ?? null,
    settlement.horizonMs ?? null,
    guard.value,
  );
  return written === 1;
}

/**
 * Turns every sending effect of a connection whose lease has run out into an uncertain one: its worker died or hangs,
 * and what it sent may have arrived. Returns how many.
 */
export async function doubtRunOutLeases(
  tx: Transaction,
  connectionId: string,
  horizonMs: number,
): Promise<number> {
  const rows = await tx.$queryRaw<{ token: string }[]>`
    WITH over AS (
      SELECT id, lease_token FROM effects
      WHERE connection_id = ${connectionId}::uuid AND state = 'sending' AND lease_until < now()
      ORDER BY id FOR UPDATE SKIP LOCKED)
    UPDATE effects e SET state = 'uncertain', lease_token = NULL, lease_until = NULL, uncertain_since = now(),
      horizon_at = now() + ${horizonMs}::float8 * interval '1 ms', error = 'the attempt ended without recording an answer'
    FROM over WHERE e.id = over.id RETURNING over.lease_token::text AS token`;
  for (const { token } of rows) {
    await closeAttempt(tx, token, {
      outcome: 'uncertain',
      detail: 'the lease ran out with no answer recorded',
    });
  }
  return rows.length;
}

export async function openAttempt(tx: Reader, effectId: string, token: string, deed: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO effect_attempts (effect_id, token, deed, started_at)
    VALUES (${effectId}::bigint, ${token}::uuid, ${deed}, clock_timestamp())`;
}

export async function closeAttempt(
  tx: Reader,
  token: string,
  { outcome, status, detail }: { outcome: string; status?: number; detail?: string },
): Promise<void> {
  await tx.$executeRaw`
    UPDATE effect_attempts SET ended_at = clock_timestamp(), outcome = ${outcome}, status = ${status ?? null}::int,
      detail = ${detail ?? null}
    WHERE token = ${token}::uuid`;
}

/** Marks that an uncertain effect was looked after now. */
export async function markLookedUp(tx: Transaction, effectId: string): Promise<void> {
  await tx.$executeRaw`UPDATE effects SET looked_up_at = now() WHERE id = ${effectId}::bigint`;
}

function firstOf(rows: EffectRow[]): EffectRow | null {
  return rows[0] ?? null;
}
