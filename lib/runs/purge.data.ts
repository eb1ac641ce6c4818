import { type Reader, transaction } from '@/lib/core/db';
import { Prisma } from '@/prisma/generated/client';

/** What of runs is deleted by age; runs that have not ended are never touched. */
const BATCH = 5_000;
const BYTES_A_LINE = 250;
const BYTES_A_RUN = 4_000;

const OLD_LINES = (before: Date) => Prisma.sql`
  FROM run_logs l JOIN runs r ON r.id = l.run_id WHERE r.ended_at < ${before} AND l.at < ${before}`;
const OLD_TRIES = (before: Date) => Prisma.sql`
  FROM run_attempts a JOIN runs r ON r.id = a.run_id WHERE r.ended_at < ${before} AND a.ended_at < ${before}`;

/** Log lines and attempts; a run resumed meanwhile has not ended and keeps all of its own. */
export const purgeOfRunLogs = {
  async count(reader: Reader, before: Date) {
    const rows = await reader.$queryRaw<{ rows: number }[]>`
      SELECT (SELECT count(*) ${OLD_LINES(before)})::int + (SELECT count(*) ${OLD_TRIES(before)})::int AS rows`;
    const count = rows[0]?.rows ?? 0;
    return { rows: count, bytes: count * BYTES_A_LINE };
  },
  purge: (before: Date): Promise<number> =>
    transaction(async (tx) => {
      const lines = await tx.$executeRaw`
        DELETE FROM run_logs WHERE id IN (SELECT l.id ${OLD_LINES(before)} ORDER BY l.id LIMIT ${BATCH}::int)`;
      const tries = await tx.$executeRaw`
        DELETE FROM run_attempts WHERE (run_id, name, attempt) IN (
          SELECT a.run_id, a.name, a.attempt ${OLD_TRIES(before)} ORDER BY 1, 2, 3 LIMIT ${BATCH}::int)`;
      return lines + tries;
    }),
};

const RUNS = 500;

/** Runs with their jobs. `isKept` is what something else stands on; the newest of each graph stays. */
export function purgeOfRuns(isKept: Prisma.Sql) {
  const old = (before: Date) => Prisma.sql`
    FROM runs r WHERE r.ended_at < ${before} AND NOT (${isKept})
      AND EXISTS (SELECT FROM runs newer WHERE newer.graph = r.graph AND newer.requested_at > r.requested_at)`;
  return {
    async count(reader: Reader, before: Date) {
      const rows = await reader.$queryRaw<{ rows: number }[]>`SELECT count(*)::int AS rows ${old(before)}`;
      const count = rows[0]?.rows ?? 0;
      return { rows: count, bytes: count * BYTES_A_RUN };
    },
    purge: (before: Date): Promise<number> =>
      transaction(
        (tx) => tx.$executeRaw`
          DELETE FROM runs WHERE id IN (SELECT r.id ${old(before)} ORDER BY r.id LIMIT ${RUNS}::int)`,
      ),
  };
}
