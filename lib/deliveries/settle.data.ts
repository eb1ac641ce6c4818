import type { Transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { type Delivery, Prisma } from '@/prisma/generated/client';
import { lockKeys, unblockKeys } from './replay.data';

export type Dead = Pick<Delivery, 'id' | 'senderId' | 'kind'> & {
  key: string;
  seq: bigint;
  keyField: string;
};

/** A dead delivery, its key locked. Throws `not_found`, and `conflict` where it is not dead any more. */
export async function lockDead(tx: Transaction, deliveryId: string): Promise<Dead> {
  const id = /^\d{1,18}$/.test(deliveryId) ? BigInt(deliveryId) : null;
  if (id !== null) await lockKeys(tx, Prisma.sql`d.id = ${id}`);
  const row =
    id === null
      ? null
      : await tx.delivery.findUnique({ where: { id }, include: { sender: { include: { sender: true } } } });
  if (!row) throw new AppError('not_found', `there is no delivery ${deliveryId}`);
  const { key, seq, state, senderId, kind, sender } = row;
  if (state !== 'dead' || key === null || seq === null) {
    throw new AppError('conflict', `delivery ${deliveryId} is ${state}; only a dead one is settled`);
  }
  return { id: row.id, senderId, kind, key, seq, keyField: sender.sender?.keyField ?? '' };
}

/** `seq`: given where its place in the order goes to another. */
export async function skipDead(
  tx: Transaction,
  { id }: Dead,
  { reason, by, now, seq }: { reason: string; by: string; now: Date; seq?: bigint },
): Promise<void> {
  const data = { state: 'skipped', reason, requestedBy: by, settledAt: now, seq } as const;
  await tx.delivery.update({ where: { id }, data });
  await unblockKeys(tx, Prisma.sql`k.blocked_by = ${id}`);
}

type Corrected = { body: Buffer; sha256: string; fieldNames: string[]; by: string; now: Date };

/** The corrected one takes the dead one's place in the order, before what waited behind it. */
export async function insertCorrected(
  tx: Transaction,
  { id, senderId, kind, key, seq }: Dead,
  { body, sha256, fieldNames, by, now }: Corrected,
): Promise<void> {
  await tx.delivery.create({
    data: {
      senderId,
      kind: kind === 'release' ? 'release' : 'edit',
      key,
      seq,
      receivedAt: now,
      body: new Uint8Array(body),
      size: body.length,
      sha256,
      headers: {},
      state: 'pending',
      fieldNames,
      originId: id,
      requestedBy: by,
    },
  });
}
