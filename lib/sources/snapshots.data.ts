import type { Reader, Transaction } from '@/lib/core/db';
import { Prisma } from '@/prisma/generated/client';
import type { CoverageRow } from './coverage';

/**
 * The order in which a source `o` has its newest snapshot first. An inventory that came late and was collected earlier is
 * not the newest; a bill's last reading is, also where an undone import has taken its data date back.
 */
export const NEWEST_SNAPSHOT = Prisma.sql`CASE WHEN o.kind = 'inventory' THEN data_through END DESC NULLS LAST, id DESC`;

export async function writeCoverage(tx: Transaction, snapshotId: bigint, rows: CoverageRow[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO coverage (snapshot_id, provider, account, region, kind, level, reason, data_from, data_through)
    SELECT ${snapshotId}, provider, account, region, kind, level::"CoverageLevel", reason, "dataFrom", "dataThrough"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS c(provider text, account text, region text, kind text,
      level text, reason text, "dataFrom" timestamptz, "dataThrough" timestamptz)`;
}

/** The coverage of one snapshot. */
export async function readCoverage(reader: Reader, snapshotId: string): Promise<CoverageRow[]> {
  const rows = await reader.coverage.findMany({ where: { snapshotId: BigInt(snapshotId) } });
  return rows.map(({ snapshotId: _, dataFrom, dataThrough, ...row }) => ({
    ...row,
    dataFrom: dataFrom?.toISOString() ?? null,
    dataThrough: dataThrough?.toISOString() ?? null,
  }));
}

/** The newest snapshot of an inventory by what it reads, not by when it came; null when there is none. */
export async function newestSnapshot(reader: Reader, sourceId: string): Promise<string | null> {
  const found = await reader.snapshot.findFirst({
    where: { sourceId },
    orderBy: [{ dataThrough: { sort: 'desc', nulls: 'last' } }, { id: 'desc' }],
    select: { id: true },
  });
  return found ? String(found.id) : null;
}
