import { type Reader, transaction } from '@/lib/core/db';
import { Prisma } from '@/prisma/generated/client';

/** What of sign-ins is deleted by age: what has ended, and works no more. The audit log keeps who came when. */
const SESSIONS = (before: Date) => Prisma.sql`
  FROM user_sessions WHERE LEAST(COALESCE(ended_at, ends_at), ends_at) < ${before}`;
const LINKS = (before: Date) => Prisma.sql`
  FROM password_links WHERE LEAST(COALESCE(used_at, replaced_at, expires_at), expires_at) < ${before}`;
const LIMITS = (before: Date) =>
  Prisma.sql`FROM attempt_limits WHERE last_at < ${before} AND free_at < ${before}`;

const BYTES_A_ROW = 300;

export const purgeOfSignIns = {
  async count(reader: Reader, before: Date) {
    const rows = await reader.$queryRaw<{ rows: number }[]>`
      SELECT (SELECT count(*) ${SESSIONS(before)})::int + (SELECT count(*) ${LINKS(before)})::int
        + (SELECT count(*) ${LIMITS(before)})::int AS rows`;
    const count = rows[0]?.rows ?? 0;
    return { rows: count, bytes: count * BYTES_A_ROW };
  },
  purge: (before: Date): Promise<number> =>
    transaction(async (tx) => {
      const sessions = await tx.$executeRaw`DELETE ${SESSIONS(before)}`;
      const links = await tx.$executeRaw`DELETE ${LINKS(before)}`;
      const limits = await tx.$executeRaw`DELETE ${LIMITS(before)}`;
      return sessions + links + limits;
    }),
};
