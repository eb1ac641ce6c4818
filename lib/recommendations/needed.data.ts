import type { Reader } from '@/lib/core/db';
import { Prisma } from '@/prisma/generated/client';

/** What recommendations stand on, which retention leaves alone. The readings behind every one whose life is not over: */
export async function neededSnapshots(reader: Reader): Promise<string[]> {
  const rows = await reader.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT g.snapshot_id::text AS id FROM generation_snapshots g WHERE g.generation_id IN (
      SELECT r.generation_id FROM lineages l JOIN recommendations r ON r.id = l.last_recommendation_id
      WHERE l.status <> 'resolved'
      UNION SELECT max(id) FROM recommendations_generated WHERE state = 'recorded')`;
  return rows.map(({ id }) => id);
}

/** A run `r` that made a generation, or decided about a batch. */
export const RUN_IS_NEEDED = Prisma.sql`
  EXISTS (SELECT FROM recommendations_generated g WHERE g.run_id = r.id)`;
