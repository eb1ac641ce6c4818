import { z } from 'zod';
import type { Transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import type { EffectRow } from '@/lib/effects/data';
import type { Sent } from '@/lib/effects/ledger';
import type { Finding } from '@/lib/effects/moves';
import { type Json, json } from '@/lib/effects/schema';
import type { JiraSite, Written } from './jira';
import { backoffOf, type TicketTiming } from './timing';

/**
 * What the deeds of a ticket have in common: how each is sent, found again when in doubt, and what its
 * confirmation writes. The payload is frozen in the ledger at the first sending, so a deed is told by its row alone.
 */
export type TicketHooks = {
  /** In the transaction that confirms a create: the lineage's recommendations are mapped to the ticket. */
  onTicketOpened(tx: Transaction, opened: { lineageId: string; ticketId: string }): Promise<void>;
  /** In the transaction that rejects or parks: a person must look, and why. */
  onNeedsPerson(tx: Transaction, need: { lineageId: string; reason: string }): Promise<void>;
};

export type Desk = {
  site: JiraSite;
  timing: TicketTiming;
  publicUrl: string;
  hooks: TicketHooks;
  newestKeys: Map<string, string | null>; // by project, as the index had it when first asked in this job
};

export type Deed<Result extends Json> = {
  send(effect: EffectRow, token: string): Promise<Sent<Result>>;
  find(effect: EffectRow): Promise<Finding<Result>>;
  onConfirmed(tx: Transaction, result: Result, effect: EffectRow): Promise<void>;
  onStuck(tx: Transaction, detail: string, effect: EffectRow): Promise<void>;
};

const base = z.object({ lineageId: z.string() });

export const createPayload = base.extend({
  projectKey: z.string(),
  owner: z.string().nullable(),
  fields: json,
  knownKey: z.string().nullable(), // the highest key of the project before the first sending
});

const comment = z.object({ markerUrl: z.string(), body: json });

export const movePayload = base.extend({
  ticketId: z.string(),
  externalId: z.string(),
  comment, // said once the issue is where it is to be
});

export const commentPayload = base.extend({
  ticketId: z.string(),
  externalId: z.string(),
  ...comment.shape,
});

/** The lineage an effect of ours is about. */
export function lineageOf(effect: Pick<EffectRow, 'subject'>): string {
  return effect.subject.replace(/^lineage:/, '');
}

export function stuckHook(hooks: TicketHooks) {
  return (tx: Transaction, detail: string, effect: EffectRow): Promise<void> =>
    hooks.onNeedsPerson(tx, { lineageId: lineageOf(effect), reason: detail });
}

/** A write's end in the ledger's words. */
export function sentOf<Value, Result extends Json>(
  written: Written<Value>,
  result: (value: Value) => Result,
): Sent<Result> {
  if (written.kind !== 'done') return written;
  return { kind: 'confirmed', result: result(written.value), status: written.status };
}

/** A read before the write failed: nothing was sent. */
export function deferredBy(error: unknown, timing: TicketTiming, attempt: number): Sent<never> {
  if (!(error instanceof AppError)) throw error;
  const afterMs = backoffOf(timing, attempt, Math.random());
  const isFinal = error.code === 'misconfigured' || error.code === 'outbound_blocked';
  return { kind: 'deferred', detail: error.message, afterMs, ...(isFinal ? { stop: error } : {}) };
}
