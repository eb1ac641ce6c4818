import type { Transaction } from '@/lib/core/db';
import type { ImportReport } from './bill-reader';
import { knownSpellings } from './imports.data';
import type { Refusal } from './refusals';

/** What an import's page says beside its rows, written with the end of the import. */
export function reportColumns(report: ImportReport) {
  return {
    focusVersion: report.focusVersion,
    cellsUnknown: BigInt(report.cellsUnknown),
    refusedMoney: report.refusedMoney,
    refusedUnread: BigInt(report.refusedUnread),
    notes: report.notes,
    offer: report.offer,
  };
}

/** Which accounts had refused rows, for who judges what the import covers. */
export async function writeRefusals(
  tx: Transaction,
  importId: bigint,
  refusals: readonly Refusal[],
): Promise<void> {
  if (refusals.length === 0) return;
  const spelt = await knownSpellings(
    tx,
    refusals.flatMap(({ billingAccount }) => billingAccount ?? []),
  );
  await tx.importRefusal.createMany({
    data: refusals.map(({ month, rows, billingAccount, ...refusal }) => ({
      ...refusal,
      billingAccount: billingAccount === null ? null : spelt(billingAccount),
      importId,
      month: month === null ? null : new Date(month),
      rows: BigInt(rows),
    })),
  });
}
