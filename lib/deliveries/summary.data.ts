import { HOUR_MS, MINUTE_MS } from '@/lib/core/clock';
import type { Reader } from '@/lib/core/db';
import { keepRecent } from '@/lib/core/recent';
import { Prisma } from '@/prisma/generated/client';
import { type DeliveriesSummary, type DeliveryState, deliveryState } from './schema';

/** Counted exactly up to here; of what is done there may be many millions, and then PostgreSQL's own estimate is told. */
const EXACT = 100_000;

const recent = keepRecent<DeliveriesSummary>();

/** The same, kept for a while where it takes long to count. */
export function recentDeliveriesSummary(reader: Reader, now: Date): Promise<DeliveriesSummary> {
  return recent('summary', () => summariseDeliveries(reader, now));
}

/** What stands above the deliveries. */
export async function summariseDeliveries(reader: Reader, now: Date): Promise<DeliveriesSummary> {
  const [byState, blockedKeys, arrivals, oldest] = await Promise.all([
    countStates(reader),
    reader.deliveryKey.count({ where: { blockedBy: { not: null } } }),
    countMinutes(reader, now),
    reader.delivery.findFirst({
      where: { state: 'pending' },
      orderBy: { id: 'asc' },
      select: { receivedAt: true },
    }),
  ]);
  const oldestPendingAt = oldest?.receivedAt.toISOString() ?? null;
  return { byState, blockedKeys, arrivals, oldestPendingAt } satisfies DeliveriesSummary;
}

async function countStates(reader: Reader): Promise<DeliveriesSummary['byState']> {
  // Each state written out: only so does PostgreSQL know which of them are rare, and count those by their index.
  const counts = deliveryState.options.map(
    (state) => Prisma.sql`SELECT ${state} AS state, count(*)::int AS count
      FROM (SELECT FROM deliveries d WHERE d.state = ${Prisma.raw(`'${state}'`)} LIMIT ${EXACT + 1}::int) counted`,
  );
  const rows = await reader.$queryRaw<{ state: DeliveryState; count: number }[]>`
    ${Prisma.join(counts, ' UNION ALL ')}`;
  const all = await reader.$queryRaw<{ rows: number }[]>`
    SELECT reltuples::float8 AS rows FROM pg_class WHERE oid = 'deliveries'::regclass`;
  const others = rows.reduce((sum, { state, count }) => (state === 'done' ? sum : sum + count), 0);
  const estimate = Math.round((all[0]?.rows ?? 0) - others);
  return rows.map(({ state, count }) => ({
    state,
    count: state === 'done' && count > EXACT ? Math.max(count, estimate) : count,
  }));
}

async function countMinutes(reader: Reader, now: Date): Promise<DeliveriesSummary['arrivals']> {
  const from = new Date(Math.floor((now.getTime() - HOUR_MS) / MINUTE_MS + 1) * MINUTE_MS);
  return reader.$queryRaw<DeliveriesSummary['arrivals']>`
    SELECT to_char(m.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at, COALESCE(n.count, 0)::int AS count
    FROM generate_series(${from}::timestamptz, ${now}::timestamptz, interval '1 minute') AS m(at)
    LEFT JOIN (SELECT date_bin('1 minute', received_at, ${from}::timestamptz) AS at, count(*) AS count FROM deliveries
      WHERE received_at >= ${from}::timestamptz AND kind IN ('webhook', 'pull') GROUP BY 1) n ON n.at = m.at
    ORDER BY m.at`;
}
