import { DAY_MS } from '@/lib/core/clock';
import type { Reader } from '@/lib/core/db';
import { readCurrentDeliveries } from './bill.data';
import { billWindow } from './bill-window';
import {
  billCells,
  type DayReading,
  dayOf,
  daysTo,
  GRID_DAYS,
  inventoryCells,
  NORM_DAYS,
  worstFirst,
} from './coverage-grid';
import type { SourceKind } from './schema';
import type { CoverageGrid } from './views.schema';

const SHOWN_SCOPES = 200;

type GridSource = { id: string; kind: SourceKind; snapshotId: bigint | null };
type GridScope = CoverageGrid['scopes'][number];

/** What a source tells of each scope on each of the last 30 days. */
export async function readCoverageGrid(reader: Reader, source: GridSource, now: Date): Promise<CoverageGrid> {
  const days = daysTo(now, GRID_DAYS);
  const scopes =
    source.kind === 'focus'
      ? await billScopes(reader, source, days)
      : await inventoryScopes(reader, source.id, days);
  return { days, scopes: worstFirst(scopes).slice(0, SHOWN_SCOPES), scopesTotal: scopes.length };
}

/** The accounts that the newest snapshot names stand in it too when they have no charge. */
async function billScopes(reader: Reader, source: GridSource, days: string[]): Promise<GridScope[]> {
  const current = (await readCurrentDeliveries(reader, source.id)).filter(({ isBase }) => isBase);
  const window = billWindow(current);
  const from = new Date(Date.parse(days[0] ?? '') - NORM_DAYS * DAY_MS);
  const accounts = new Map<string, { provider: string; account: string; rows: Map<string, number> }>();
  const put = (provider: string, account: string) => {
    const name = `${provider} ${account}`;
    const known = accounts.get(name) ?? { provider, account, rows: new Map<string, number>() };
    accounts.set(name, known);
    return known;
  };
  const named = source.snapshotId === null ? [] : await readAccounts(reader, source.snapshotId);
  for (const { provider, account } of named) put(provider, account);
  const inReach = current.filter(({ chargedThrough }) => chargedThrough > from).map(({ id }) => id);
  for (const { provider, account, day, rows } of await countOnce(reader, source.id, inReach, from)) {
    put(provider, account).rows.set(day, rows);
  }
  const settledBefore = window ? dayOf(window.through) : '';
  return [...accounts.values()].map(({ provider, account, rows }) => ({
    provider,
    account,
    region: '*',
    kind: '*',
    cells: billCells({ days, rows, settledBefore }),
  }));
}

function readAccounts(reader: Reader, snapshotId: bigint): Promise<{ provider: string; account: string }[]> {
  return reader.coverage.findMany({
    where: { snapshotId },
    select: { provider: true, account: true },
    distinct: ['provider', 'account'],
  });
}

type DayCount = { provider: string; account: string; day: string; rows: number };

/**
 * What was counted last of each source: the charges of a delivery never change, and a panel that is open asks again
 * every few seconds, while counting a million rows takes the better part of one.
 */
const counted = new Map<string, { of: string; counts: DayCount[] }>();

async function countOnce(
  reader: Reader,
  sourceId: string,
  deliveryIds: bigint[],
  from: Date,
): Promise<DayCount[]> {
  const of = [dayOf(from), ...deliveryIds].join(' ');
  const known = counted.get(sourceId);
  if (known?.of === of) return known.counts;
  const counts = await countCharges(reader, deliveryIds, from);
  counted.set(sourceId, { of, counts });
  return counts;
}

/** Usage by account and day. A charge over several days counts on each; grouped before it is spread, as most are short. */
async function countCharges(reader: Reader, deliveryIds: bigint[], from: Date): Promise<DayCount[]> {
  if (deliveryIds.length === 0) return [];
  return reader.$queryRaw<DayCount[]>`
    WITH spans AS (
      SELECT provider, account, date_trunc('day', charge_start, 'UTC') AS first,
        date_trunc('day', charge_end - interval '1 microsecond', 'UTC') AS last, count(*) AS rows
      FROM charges
      WHERE delivery_id = ANY(${deliveryIds}::bigint[]) AND charge_end > ${from} AND category = 'Usage' AND class IS NULL
      GROUP BY 1, 2, 3, 4)
    SELECT provider, account, to_char(day AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, sum(rows)::int AS rows
    FROM spans CROSS JOIN LATERAL
      generate_series(GREATEST(first, date_trunc('day', ${from}::timestamptz, 'UTC')), last, interval '1 day') AS day
    GROUP BY 1, 2, 3`;
}

type ScopeDay = DayReading & { provider: string; account: string; region: string; kind: string };

async function inventoryScopes(reader: Reader, sourceId: string, days: string[]): Promise<GridScope[]> {
  const rows = await reader.$queryRaw<ScopeDay[]>`
    WITH read AS (
      SELECT s.id, date_trunc('day', COALESCE(s.data_through, s.taken_at), 'UTC') AS day
      FROM snapshots s
      WHERE s.source_id = ${sourceId}::uuid AND COALESCE(s.data_through, s.taken_at) >= ${new Date(days[0] ?? '')})
    SELECT DISTINCT ON (c.provider, c.account, c.region, c.kind, r.day)
      c.provider, c.account, c.region, c.kind, to_char(r.day AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day,
      c.level::text AS level, c.reason
    FROM read r JOIN coverage c ON c.snapshot_id = r.id
    ORDER BY c.provider, c.account, c.region, c.kind, r.day, r.id DESC`;
  const scopes = new Map<string, ScopeDay[]>();
  for (const row of rows) {
    const name = [row.provider, row.account, row.region, row.kind].join('\u001f');
    const known = scopes.get(name);
    if (known) known.push(row);
    else scopes.set(name, [row]);
  }
  return [...scopes.values()].flatMap((readings) => {
    const first = readings[0];
    if (!first) return [];
    const { provider, account, region, kind } = first;
    return [{ provider, account, region, kind, cells: inventoryCells(days, readings) }];
  });
}
