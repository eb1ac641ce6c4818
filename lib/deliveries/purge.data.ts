import { type Reader, transaction } from '@/lib/core/db';
import { Prisma } from '@/prisma/generated/client';

/**
 * What of deliveries is deleted by age: what came to its end and that nothing rests on. A dead one waits for a person, and
 * what holds a change back shows it to whoever decides.
 */
const BATCH = 5_000;

const OLD = (before: Date) => Prisma.sql`
  FROM deliveries d WHERE d.settled_at < ${before} AND d.state IN ('done', 'refused', 'skipped')
    AND NOT EXISTS (SELECT FROM quarantined_changes q WHERE q.delivery_id = d.id AND q.state = 'held')`;
const OLD_DAYS = (before: Date) => Prisma.sql`FROM wrong_tokens WHERE last_at < ${before}`;

export const purgeOfDeliveries = {
  async count(reader: Reader, before: Date) {
    const rows = await reader.$queryRaw<{ rows: number; bytes: number }[]>`
      SELECT count(*)::int AS rows, COALESCE(sum(octet_length(d.body) + 400), 0)::float8 AS bytes ${OLD(before)}`;
    return rows[0] ?? { rows: 0, bytes: 0 };
  },
  purge: (before: Date): Promise<number> =>
    transaction(async (tx) => {
      await tx.$executeRaw`DELETE ${OLD_DAYS(before)}`;
      return tx.$executeRaw`
        DELETE FROM deliveries WHERE id IN (SELECT d.id ${OLD(before)} ORDER BY d.settled_at LIMIT ${BATCH}::int)`;
    }),
};
