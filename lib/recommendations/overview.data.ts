import type { Reader } from '@/lib/core/db';
import { monthWords } from '@/lib/sources/billing-month';
import { readAllWaiting } from '@/lib/sources/deliveries.data';
import { readSettledCosts } from '@/lib/sources/totals.data';
import { Prisma } from '@/prisma/generated/client';
import { AT_STAKE, COUNTED, IS_AT_STAKE, IS_REALISED, IS_WAITING, REALISED, waitedFor } from './figures.sql';
import type { Overview } from './schema';

/**
 * The figures of Overview. Each is the sum of a filtered list: counted (not excluded) lineages of a status; so each
 * can open its rows.
 */
type Savings = Overview['savings'];
type Figure = Savings['open'][number];

/** What was claimed when its ticket was closed: later findings see a window in which part is saved already. */
const CLAIMED = Prisma.sql`(SELECT c.monthly_savings FROM recommendations c
  WHERE c.first_recommendation_id = l.id AND (c.id = l.id OR c.created_at <= l.closed_at) ORDER BY c.id DESC LIMIT 1)`;

export async function readSavings(reader: Reader): Promise<Savings> {
  const rows = await reader.$queryRaw<(Figure & { status: string; claimed: string; pending: number })[]>`
    SELECT l.status::text AS status, COALESCE(l.verified_savings->>'currency', l.currency) AS currency,
      trim_scale(COALESCE(sum(CASE WHEN l.status = 'verified' THEN ${REALISED} ELSE l.counted_savings END), 0))::text AS amount,
      count(*)::int AS count,
      trim_scale(COALESCE(sum(CASE WHEN l.status = 'verified' THEN ${CLAIMED} END), 0))::text AS claimed,
      (count(*) FILTER (WHERE l.verified_savings IS NULL))::int AS pending
    FROM lineages l
    WHERE ${COUNTED} AND l.status IN ('open', 'in_progress', 'closed', 'verified')
      AND COALESCE(l.verified_savings->>'currency', l.currency) IS NOT NULL
    GROUP BY 1, 2 ORDER BY 2`;
  const atStake = await reader.$queryRaw<Figure[]>`
    SELECT l.currency, trim_scale(sum(${AT_STAKE}))::text AS amount, count(*)::int AS count
    FROM lineages l JOIN recommendations r ON r.id = l.last_recommendation_id
    WHERE ${COUNTED} AND ${IS_AT_STAKE} AND l.currency IS NOT NULL GROUP BY 1 ORDER BY 1`;
  const of = (status: string) => rows.filter((row) => row.status === status);
  const figures = (status: string): Figure[] =>
    of(status).map(({ currency, amount, count }) => ({ currency, amount, count }));
  return {
    open: figures('open'),
    inProgress: figures('in_progress'),
    closedUnverified: figures('closed'),
    verified: of('verified').map(({ status: _, ...figure }) => figure),
    atStake,
  } satisfies Savings;
}

/** Of what was claimed and has been measured, how much came. */
export async function readRealisationRate(reader: Reader): Promise<Overview['realisationRate']> {
  return reader.$queryRaw<Overview['realisationRate']>`
    SELECT currency, (sum(cash) / sum(claimed))::float8 AS rate
    FROM (
      SELECT l.currency, ${REALISED} AS cash, ${CLAIMED} AS claimed
      FROM lineages l
      WHERE ${COUNTED} AND l.status = 'verified' AND l.currency = l.verified_savings->>'currency') measured
    WHERE claimed > 0
    GROUP BY currency ORDER BY currency`;
}

/** What has been spent, since each was first found, on what is not fixed yet. */
export async function readCostOfWaiting(reader: Reader, now: Date): Promise<Figure[]> {
  return reader.$queryRaw<Figure[]>`
    SELECT l.currency, count(*)::int AS count, trim_scale(sum(${waitedFor(now)}))::text AS amount
    FROM lineages l JOIN recommendations f ON f.id = l.id
    WHERE ${IS_WAITING} AND l.currency IS NOT NULL
    GROUP BY l.currency ORDER BY l.currency`;
}

export async function readVerifiedByMonth(reader: Reader): Promise<Overview['verifiedByMonth']> {
  return reader.$queryRaw<Overview['verifiedByMonth']>`
    SELECT to_char(verified_at AT TIME ZONE 'UTC', 'YYYY-MM') AS month, verified_savings->>'currency' AS currency,
      trim_scale(sum(${REALISED}))::text AS amount, count(*)::int AS count
    FROM lineages l WHERE ${IS_REALISED}
    GROUP BY 1, 2 ORDER BY 1, 2`;
}

export async function readBoards(reader: Reader): Promise<Overview['boards']> {
  return reader.$queryRaw<Overview['boards']>`
    SELECT owner, currency, (count(*) FILTER (WHERE status = 'open'))::int AS open,
      (count(*) FILTER (WHERE status = 'in_progress'))::int AS "inProgress",
      (count(*) FILTER (WHERE status = 'closed'))::int AS closed,
      trim_scale(COALESCE(sum(counted_savings) FILTER (WHERE status IN ('open', 'in_progress')), 0))::text AS savings
    FROM lineages l WHERE ${COUNTED} AND status IN ('open', 'in_progress', 'closed')
    GROUP BY owner, currency
    ORDER BY COALESCE(sum(counted_savings) FILTER (WHERE status IN ('open', 'in_progress')), 0) DESC, owner LIMIT 50`;
}

export async function readNeedsPerson(
  reader: Reader,
): Promise<Pick<Overview, 'needsPerson' | 'needsPersonCount' | 'waitingDeliveries'>> {
  const rows = await reader.$queryRaw<
    { id: string; what: string; reason: string; since: Date; total: number }[]
  >`
    SELECT l.id::text AS id, l.action || ' ' || COALESCE(s.name, s.native_id) AS what, l.needs_person AS reason,
      COALESCE((SELECT max(e.at) FROM lineage_events e WHERE e.lineage_id = l.id), l.status_at) AS since,
      (count(*) OVER ())::int AS total
    FROM lineages l JOIN resources s ON s.id = l.resource_id
    WHERE l.needs_person IS NOT NULL AND l.status <> 'resolved' ORDER BY since, l.id LIMIT 20`;
  const needsPerson = rows.map(({ id, what, reason, since }) => ({
    id,
    what,
    reason,
    since: since.toISOString(),
  }));
  const waitingDeliveries = await readWaitingDeliveries(reader);
  return { needsPerson, needsPersonCount: rows[0]?.total ?? 0, waitingDeliveries };
}

const MOST_WAITING = 20;

/** Deliveries that count only once somebody has said what they do to the one before. */
async function readWaitingDeliveries(reader: Reader): Promise<Overview['waitingDeliveries']> {
  const waiting = await readAllWaiting(reader, MOST_WAITING);
  return waiting.map(({ sourceId, source, month, question, since }) => ({
    sourceId,
    what: `${source}: ${monthWords(month)} waits for an answer`,
    reason: question.text,
    since: since.toISOString(),
  }));
}

export async function readNotCovered(reader: Reader): Promise<Overview['notCovered']> {
  return reader.$queryRaw<Overview['notCovered']>`
    SELECT not_covered_reason AS reason, count(*)::int AS count FROM lineages
    WHERE NOT is_covered AND status IN ('open', 'in_progress', 'closed', 'dismissed')
    GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20`;
}

export async function countShadowed(reader: Reader): Promise<number> {
  return reader.lineage.count({ where: { status: 'open', waitReason: 'shadow' } });
}

type Reach = Pick<Overview, 'monthCost' | 'spendCovered' | 'costDays'>;

/** What the settled days of the bills cost, and how much of that lies in accounts that were read whole. */
export async function readReach(reader: Reader): Promise<Reach> {
  const { days, costs, covered } = await readSettledCosts(reader);
  return {
    monthCost: costs.map(({ currency, amount, rows: count }) => ({ currency, amount, count })),
    spendCovered: covered,
    costDays: days.map(({ sourceId, source, from, through }) => ({
      sourceId,
      source,
      from: from.toISOString(),
      through: through.toISOString(),
    })),
  };
}
