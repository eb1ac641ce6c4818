import type { Reader } from '@/lib/core/db';
import type { CoverageRow } from '@/lib/sources/coverage';
import type { SourceKind } from '@/lib/sources/schema';
import { Prisma } from '@/prisma/generated/client';

/** What the snapshots of a generation are, and how far they reach. */
export type SnapshotEvidence = {
  snapshotId: string;
  sourceId: string;
  sourceName: string;
  kind: SourceKind;
  dataFrom: Date | null;
  dataThrough: Date | null;
  coverage: CoverageRow[];
};

export async function readSnapshotEvidence(
  reader: Reader,
  snapshotIds: string[],
): Promise<SnapshotEvidence[]> {
  const snapshots = await reader.snapshot.findMany({
    where: { id: { in: snapshotIds.map(BigInt) } },
    include: { coverage: true, source: { select: { name: true, kind: true } } },
    orderBy: { id: 'asc' },
  });
  return snapshots.map(({ id, sourceId, source, dataFrom, dataThrough, coverage }) => ({
    snapshotId: String(id),
    sourceId,
    sourceName: source.name,
    kind: source.kind,
    dataFrom,
    dataThrough,
    coverage: coverage.map(({ snapshotId: _, dataFrom: from, dataThrough: through, ...row }) => ({
      ...row,
      dataFrom: from?.toISOString() ?? null,
      dataThrough: through?.toISOString() ?? null,
    })),
  }));
}

/** How far each source's data reached in these generations: `<generation>/<source>` → the moment. */
export async function readJudgedThrough(reader: Reader, generationIds: string[]): Promise<Map<string, Date>> {
  const rows = await reader.$queryRaw<{ key: string; through: Date }[]>`
    SELECT gs.generation_id || '/' || s.source_id AS key, max(COALESCE(s.data_through, s.taken_at)) AS through
    FROM generation_snapshots gs JOIN snapshots s ON s.id = gs.snapshot_id
    WHERE gs.generation_id = ANY(${generationIds.map(BigInt)}::bigint[]) GROUP BY 1`;
  return new Map(rows.map(({ key, through }) => [key, through]));
}

export async function readSourceNames(reader: Reader): Promise<Map<string, string>> {
  const sources = await reader.source.findMany({ select: { id: true, name: true } });
  return new Map(sources.map(({ id, name }) => [id, name]));
}

/**
 * Which of these resources the bills of these snapshots charge after a moment; appended rows are no sign of life. What an
 * older version doubled is charged where its other half is: newer deliveries count there.
 */
export async function readChargedAfter(
  reader: Reader,
  { snapshotIds, resourceIds, after }: { snapshotIds: string[]; resourceIds: string[]; after: Date },
): Promise<Set<string>> {
  if (resourceIds.length === 0 || snapshotIds.length === 0) return new Set();
  const rows = await reader.$queryRaw<{ resourceId: string }[]>(Prisma.sql`
    WITH asked AS (
      SELECT id AS resource_id, id AS charged_as FROM unnest(${resourceIds.map(BigInt)}::bigint[]) AS given (id)
      UNION ALL
      SELECT resource_id, same_as FROM resource_doubles WHERE resource_id = ANY(${resourceIds.map(BigInt)}::bigint[]))
    SELECT DISTINCT a.resource_id::text AS "resourceId"
    FROM asked a JOIN resource_keys k ON k.resource_id = a.charged_as
    JOIN delivery_resources d ON d.key = k.key
    JOIN snapshot_deliveries sd ON sd.delivery_id = d.delivery_id
    JOIN bill_deliveries b ON b.id = d.delivery_id AND b.standing <> 'appended'
    WHERE sd.snapshot_id = ANY(${snapshotIds.map(BigInt)}::bigint[]) AND d.charged_through > ${after}`);
  return new Set(rows.map(({ resourceId }) => resourceId));
}
