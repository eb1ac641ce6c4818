import type { Transaction } from '@/lib/core/db';
import { Prisma } from '@/prisma/generated/client';
import { keptOf } from './audit-values';
import type { Actor } from './schema';

type Deed = {
  action: string; // <noun>.<deed>, in the past tense: run.started
  subject: { kind: string; id: string };
  before?: Prisma.InputJsonValue; // the fields that the deed changes, as they were
  after?: Prisma.InputJsonValue; // the same fields, as they are now
};

/**
 * Writes what was done into the audit log, in the transaction that does it. Values are given without their secrets;
 * what is named like one is cut out all the same, and what is too large is cut down.
 */
export async function recordAudit(tx: Transaction, who: Actor, deed: Deed): Promise<void> {
  await tx.auditEvent.create({ data: rowOf(who, deed) });
}

/** The same for a deed that was done to many: an event each, so that each one's history has it. */
export async function recordAudits(tx: Transaction, who: Actor, deeds: Deed[]): Promise<void> {
  await tx.auditEvent.createMany({ data: deeds.map((deed) => rowOf(who, deed)) });
}

function rowOf(who: Actor, { action, subject, before, after }: Deed) {
  return {
    actorKind: who.kind,
    actorId: who.id,
    actorName: who.name,
    action,
    subjectKind: subject.kind,
    subjectId: subject.id,
    before: before === undefined ? Prisma.DbNull : keptOf(before),
    after: after === undefined ? Prisma.DbNull : keptOf(after),
    requestId: who.requestId,
    address: who.address,
  };
}
