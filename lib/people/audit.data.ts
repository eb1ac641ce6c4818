import type { Transaction } from '@/lib/core/db';
import { Prisma } from '@/prisma/generated/client';
import type { Actor } from './schema';

type Deed = {
  action: string; // <noun>.<deed>, in the past tense: run.started
  subject: { kind: string; id: string };
  before?: Prisma.InputJsonValue;
  after?: Prisma.InputJsonValue;
};

/** Writes what was done into the audit log, in the transaction that does it. Values must hold no secrets. */
export async function recordAudit(
  tx: Transaction,
  who: Actor,
  { action, subject, before, after }: Deed,
): Promise<void> {
  await tx.auditEvent.create({
    data: {
      actorKind: who.kind,
      actorId: who.id,
      actorName: who.name,
      action,
      subjectKind: subject.kind,
      subjectId: subject.id,
      before: before ?? Prisma.DbNull,
      after: after ?? Prisma.DbNull,
      requestId: who.requestId,
      address: who.address,
    },
  });
}
