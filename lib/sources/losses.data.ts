import type { Reader } from '@/lib/core/db';
import { Prisma } from '@/prisma/generated/client';
import { type Compared, type DaySum, settledEnd, sharedDays } from './losses';

/** The charges of deliveries as `losses.ts` compares them. */
type Side = { base: bigint[]; appended: bigint[]; issuers: string[]; deliveredAt: Date };

/** What counts (base and appended rows) against a delivery that may replace it. */
export async function readCompared(
  reader: Reader,
  before: Side,
  now: Pick<Side, 'base' | 'issuers'>,
): Promise<Compared> {
  const [daysBefore, daysNow] = [
    await readDaySums(reader, before.base, before.appended),
    await readDaySums(reader, now.base, []),
  ];
  const told = await readSpans(reader, [...before.base, ...now.base]);
  const of = (ids: bigint[]) => told.filter(({ id }) => ids.includes(id));
  const through = new Date(Math.max(...of(before.base).map((each) => each.through.getTime())));
  const rowsOf = (ids: bigint[]) => of(ids).reduce((sum, { rows }) => sum + rows, 0);
  const { shared } = sharedDays(
    daysBefore,
    daysNow,
    settledEnd({ through, deliveredAt: before.deliveredAt }),
  );
  return {
    before: { days: daysBefore, rows: rowsOf(before.base), through, ...before },
    now: {
      days: daysNow,
      rows: rowsOf(now.base),
      onlyCorrections: daysNow.every(({ rows }) => rows === 0) && daysBefore.some(({ rows }) => rows > 0),
      issuers: now.issuers,
    },
    fewer: await readFewer(reader, before.base, now.base, [...shared]),
  };
}

async function readSpans(
  reader: Reader,
  ids: bigint[],
): Promise<{ id: bigint; rows: number; through: Date }[]> {
  return reader.$queryRaw`
    SELECT id, rows::float8 AS rows, charged_through AS through FROM bill_deliveries WHERE id = ANY(${ids}::bigint[])`;
}

/** The days from the first on which a charge falls to the last. */
const FIRST = Prisma.sql`date_trunc('day', c.charge_start, 'UTC')`;
const LAST = Prisma.sql`GREATEST(${FIRST}, date_trunc('day', c.charge_end - interval '1 microsecond', 'UTC'))`;

/** A charge over several days counts on each, its money in equal parts. Appended rows carry money and are no rows. */
async function readDaySums(reader: Reader, base: bigint[], appended: bigint[]): Promise<DaySum[]> {
  return reader.$queryRaw<DaySum[]>`
    WITH spans AS (
      SELECT c.provider, c.account, c.currency, ${FIRST} AS first, ${LAST} AS last, sum(c.effective_cost) AS money,
        sum(c.effective_cost) FILTER (WHERE c.delivery_id = ANY(${base}::bigint[])) AS base,
        count(*) FILTER (WHERE c.class IS NULL AND c.delivery_id = ANY(${base}::bigint[])) AS rows,
        count(*) FILTER (WHERE c.class IS NULL AND c.category = 'Usage' AND c.delivery_id = ANY(${base}::bigint[])) AS usage
      FROM charges c WHERE c.delivery_id = ANY(${[...base, ...appended]}::bigint[]) GROUP BY 1, 2, 3, 4, 5)
    SELECT provider, account, currency, to_char(day AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day,
      sum(rows)::int AS rows, sum(usage)::int AS usage,
      sum(money / (extract(epoch FROM last - first) / 86400 + 1)::int)::text AS money,
      COALESCE(sum(base / (extract(epoch FROM last - first) / 86400 + 1)::int), 0)::text AS "baseMoney"
    FROM spans CROSS JOIN LATERAL generate_series(first, last, interval '1 day') AS day
    GROUP BY 1, 2, 3, 4`;
}

/** Resources with fewer rows on these days than before, counted by the account that they were charged to. */
async function readFewer(
  reader: Reader,
  before: bigint[],
  now: bigint[],
  days: string[],
): Promise<Compared['fewer']> {
  if (days.length === 0) return [];
  return reader.$queryRaw<Compared['fewer']>`
    WITH counted AS (
      SELECT k.resource_id, min(c.account) FILTER (WHERE c.delivery_id = ANY(${before}::bigint[])) AS account,
        min(c.provider) FILTER (WHERE c.delivery_id = ANY(${before}::bigint[])) AS provider
      FROM charges c JOIN resource_keys k ON k.key = c.resource_key
      WHERE c.delivery_id = ANY(${[...before, ...now]}::bigint[]) AND c.class IS NULL
        AND (c.charge_start AT TIME ZONE 'UTC')::date = ANY(${days}::date[])
      GROUP BY k.resource_id
      HAVING count(*) FILTER (WHERE c.delivery_id = ANY(${now}::bigint[]))
        < count(*) FILTER (WHERE c.delivery_id = ANY(${before}::bigint[])))
    SELECT f.provider, f.account, count(*)::int AS resources, min(r.native_id) AS example
    FROM counted f JOIN resources r ON r.id = f.resource_id GROUP BY 1, 2 ORDER BY 1, 2`;
}
