import type { Reader, Transaction } from '@/lib/core/db';
import type { CoverageRow } from './coverage';

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
