import type { Reader } from '@/lib/core/db';

type LastGeneration = { id: string; recordedAt: Date; summary: unknown };

/** The last recorded generation, the state of the newest one, and how far the bill reaches that reaches least far. */
export async function readGenerationSummaries(
  reader: Reader,
): Promise<{ last: LastGeneration | null; newestState: string | null; dataThrough: Date | null }> {
  const rows = await reader.$queryRaw<LastGeneration[]>`
    SELECT g.id::text AS id, g.last_successful_recommendation_generated AS "recordedAt", g.summary
    FROM recommendations_generated g WHERE g.state = 'recorded' ORDER BY g.id DESC LIMIT 1`;
  const newest = await reader.generation.findFirst({ orderBy: { id: 'desc' }, select: { state: true } });
  const last = rows[0] ?? null;
  const reach = await reader.$queryRaw<{ through: Date | null }[]>`
    SELECT min(n.data_through) AS through FROM generation_snapshots gs JOIN snapshots n ON n.id = gs.snapshot_id
    JOIN sources o ON o.id = n.source_id
    WHERE gs.generation_id = ${last?.id ?? '0'}::bigint AND o.kind = 'focus'`;
  return { last, newestState: newest?.state ?? null, dataThrough: reach[0]?.through ?? null };
}

/** The generation that a run recorded; null when it recorded none. */
export async function readRecordedOf(
  reader: Reader,
  runId: string,
): Promise<{ id: string; summary: unknown } | null> {
  const rows = await reader.$queryRaw<{ id: string; summary: unknown }[]>`
    SELECT id::text AS id, summary FROM recommendations_generated
    WHERE run_id = ${runId}::uuid AND state = 'recorded'`;
  return rows[0] ?? null;
}
