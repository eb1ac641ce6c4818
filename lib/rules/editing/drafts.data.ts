import type { Reader, Transaction } from '@/lib/core/db';
import type { RuleDraft } from '@/prisma/generated/client';
import type { DraftView } from './schema';

/** The drafts of a set, the one saved last first. */
export async function listDrafts(reader: Reader, ruleSetId: bigint): Promise<DraftView[]> {
  const rows = await reader.ruleDraft.findMany({ where: { ruleSetId }, orderBy: { updatedAt: 'desc' } });
  return rows.map(draftOf);
}

type Key = { ruleSetId: bigint; number: number };

export async function findDraft(reader: Reader, key: Key): Promise<DraftView | null> {
  const row = await reader.ruleDraft.findUnique({ where: { ruleSetId_number: key } });
  return row ? draftOf(row) : null;
}

type NewDraft = { ruleSetId: bigint; baseVersion: number; yaml: string; at: Date; by: string };

/** Writes a draft under a number that no other of the set ever had. */
export async function insertDraft(
  tx: Transaction,
  { ruleSetId, baseVersion, yaml, at, by }: NewDraft,
): Promise<DraftView> {
  const { draftsBegun: number } = await tx.ruleSet.update({
    where: { id: ruleSetId },
    data: { draftsBegun: { increment: 1 } },
    select: { draftsBegun: true },
  });
  const stamps = { createdAt: at, createdBy: by, updatedAt: at, updatedBy: by };
  return draftOf(await tx.ruleDraft.create({ data: { ruleSetId, number, baseVersion, yaml, ...stamps } }));
}

type Save = Key & { revision: number; yaml: string; baseVersion?: number; at: Date; by: string };

/** Writes a draft if it is still at the revision that the writer has seen; null when it is not, or is gone. */
export async function writeDraft(tx: Transaction, save: Save): Promise<DraftView | null> {
  const { ruleSetId, number, revision, yaml, baseVersion, at, by } = save;
  const rows = await tx.ruleDraft.updateManyAndReturn({
    where: { ruleSetId, number, revision },
    data: { yaml, baseVersion, revision: revision + 1, updatedAt: at, updatedBy: by },
  });
  return rows[0] ? draftOf(rows[0]) : null;
}

/** Whether it was there at that revision. */
export async function deleteDraft(
  tx: Transaction,
  { ruleSetId, number, revision }: Key & { revision: number },
): Promise<boolean> {
  const { count } = await tx.ruleDraft.deleteMany({ where: { ruleSetId, number, revision } });
  return count > 0;
}

export async function countDrafts(tx: Transaction, ruleSetId: bigint): Promise<number> {
  return tx.ruleDraft.count({ where: { ruleSetId } });
}

function draftOf({ number, baseVersion, yaml, revision, ...rest }: RuleDraft): DraftView {
  const { createdAt, createdBy, updatedAt, updatedBy } = rest;
  return {
    ...{ number, baseVersion, yaml, revision, createdBy, updatedBy },
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
