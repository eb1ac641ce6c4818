import { type Reader, transaction } from '@/lib/core/db';
import { Prisma } from '@/prisma/generated/client';

/** Old backtests; one that is still run stays. */
const OLD = (before: Date) => Prisma.sql`
  b.asked_at < ${before} AND NOT EXISTS (
    SELECT FROM runs r WHERE r.id = b.run_id AND r.state IN ('requested', 'running', 'cancelling'))`;
const AT_ONCE = 200;

export const purgeOfBacktests = {
  async count(reader: Reader, before: Date) {
    const rows = await reader.$queryRaw<{ rows: number; bytes: number }[]>`
      SELECT count(*)::int AS rows, COALESCE(sum(pg_column_size(b.*)), 0)::float8 AS bytes
      FROM backtests b WHERE ${OLD(before)}`;
    return rows[0] ?? { rows: 0, bytes: 0 };
  },
  purge: (before: Date): Promise<number> =>
    transaction(
      (tx) => tx.$executeRaw`
        DELETE FROM backtests WHERE id IN (
          SELECT b.id FROM backtests b WHERE ${OLD(before)} ORDER BY b.asked_at LIMIT ${AT_ONCE}::int)`,
    ),
};
