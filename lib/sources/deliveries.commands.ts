import { type Clock, systemClock } from '@/lib/core/clock';
import { type Transaction, transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { recordAudit } from '@/lib/people/audit.data';
import type { Actor } from '@/lib/people/schema';
import {
  findWaiting,
  keepCounting,
  markWithdrawn,
  readKeysOf,
  readWaitingOfSource,
  settleKey,
  writeAnswer,
} from './deliveries.data';
import { placeOfAnswer } from './delivery-order';
import { lockSource } from './imports.data';
import type { DeliveryAnswer, FocusConfig } from './schema';

/** What follows in the same transaction: where the composition root has the source read again. */
export type OnChanged = (tx: Transaction, changed: { sourceId: string }) => Promise<void>;

type Answering = {
  actor: Actor;
  importId?: string; // the import that it is of, where the caller names one
  deliveryId: string;
  answer: DeliveryAnswer;
  note?: string;
  clock?: Clock;
  onChanged?: OnChanged;
};

/**
 * Says what a delivery does to the one before it. Throws `not_found`, and `conflict` when it no longer waits or when rows
 * that would count again were deleted by age.
 */
export function answerDelivery(answering: Answering): Promise<void> {
  const { actor, importId, deliveryId, answer, note, clock = systemClock, onChanged } = answering;
  const now = clock();
  return transaction(
    async (tx) => {
      const found = await findWaiting(tx, BigInt(deliveryId));
      if (!found || (importId !== undefined && found.importId !== importId)) {
        const where = importId === undefined ? '' : ` in import ${importId}`;
        throw new AppError('not_found', `there is no delivery ${deliveryId}${where}`);
      }
      await lockSource(tx, found.sourceId);
      const waiting = await findWaiting(tx, BigInt(deliveryId)); // now that nobody else can answer
      if (!waiting?.question) throw new AppError('conflict', 'this delivery no longer waits for an answer');
      await writeAnswer(tx, {
        deliveryId: BigInt(deliveryId),
        ...placeOfAnswer(answer, waiting.question.kind, now),
        actor: actor.name,
        note: note ?? null,
        now,
      });
      await settleKey(tx, waiting, now);
      await recordAudit(tx, actor, {
        action: 'delivery.answered',
        subject: { kind: 'import', id: waiting.importId },
        before: { billingAccount: waiting.billingAccount, month: waiting.month, question: waiting.question },
        after: { answer, note: note ?? null },
      });
      await onChanged?.(tx, waiting);
    },
    { timeoutMs: DECIDING_MS },
  );
}

/** Comparing two large deliveries takes seconds. */
export const DECIDING_MS = 10 * 60_000;

type Withdrawing = { actor: Actor; importId: string; note?: string; clock?: Clock; onChanged?: OnChanged };

/**
 * Undoes an import: what it replaced counts again, and it stays in the history. Throws `not_found`, and `conflict` when
 * it was undone before, brought nothing, or replaced rows that were deleted by age since.
 */
export function withdrawImport(withdrawing: Withdrawing): Promise<void> {
  const { actor, importId, note, clock = systemClock, onChanged } = withdrawing;
  const now = clock();
  return transaction(
    async (tx) => {
      const keys = await readKeysOf(tx, BigInt(importId));
      const [first] = keys;
      if (!first) throw new AppError('conflict', `import ${importId} brought no bill that could be undone`);
      await lockSource(tx, first.sourceId);
      const withdrawn = await markWithdrawn(tx, BigInt(importId), { actor: actor.name, now });
      if (withdrawn === 0) throw new AppError('conflict', `import ${importId} was undone before`);
      for (const key of keys) {
        await settleKey(tx, key, now);
      }
      await recordAudit(tx, actor, {
        action: 'import.withdrawn',
        subject: { kind: 'import', id: importId },
        before: { state: 'done' },
        after: { state: 'withdrawn', note: note ?? null, months: keys.length },
      });
      await onChanged?.(tx, first);
    },
    { timeoutMs: DECIDING_MS },
  );
}

/** A source's setting answers what waits in it. Called in the transaction that changes the setting. */
export async function answerBySetting(
  tx: Transaction,
  {
    actor,
    sourceId,
    handling,
    now,
  }: { actor: Actor; sourceId: string; handling: FocusConfig['handling']; now: Date },
): Promise<number> {
  if (handling === undefined || handling === 'ask') return 0;
  await lockSource(tx, sourceId);
  const waiting = await readWaitingOfSource(tx, sourceId);
  for (const { deliveryId } of waiting) {
    const found = await findWaiting(tx, BigInt(deliveryId));
    if (!found?.question) continue;
    await keepCounting(tx, found);
    await writeAnswer(tx, {
      ...{ deliveryId: BigInt(deliveryId), ...placeOfAnswer(handling, found.question.kind, now) },
      ...{ actor: actor.name, note: 'by the setting of the source', now },
    });
    await settleKey(tx, found, now);
  }
  return waiting.length;
}
