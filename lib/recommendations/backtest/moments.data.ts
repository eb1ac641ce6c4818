import { DAY_MS } from '@/lib/core/clock';
import type { Reader } from '@/lib/core/db';

/** One moment that is replayed: the readings of the last generation of an ISO week, judged as it judged them. */
export type ReplayMoment = {
  week: string | null; // null: readings that no generation was made of
  generationId: string | null;
  at: Date;
  snapshotIds: string[];
};

export type Replay = { moments: ReplayMoment[]; missing: { week: string; why: string }[] };

type Row = { week: string; monday: Date; generationId: string; at: Date; snapshotIds: string[] };

/**
 * The last `weeks` ISO weeks, in order, up to the week of the last generation. Readings that a generation was made of are
 * never deleted (lib/sources/purge.data), so that what is missing is a week in which none was recorded.
 */
export async function readReplay(reader: Reader, weeks: number): Promise<Replay> {
  const rows = await reader.$queryRaw<Row[]>`
    WITH recorded AS (
      SELECT DISTINCT ON (monday) id, started_at, monday FROM recommendations_generated
      CROSS JOIN LATERAL (SELECT date_trunc('week', started_at, 'UTC') AS monday) m
      WHERE state = 'recorded' ORDER BY monday DESC, id DESC)
    SELECT to_char(monday AT TIME ZONE 'UTC', 'IYYY"-W"IW') AS week, monday, id::text AS "generationId",
      started_at AS at,
      ARRAY(SELECT s.snapshot_id::text FROM generation_snapshots s WHERE s.generation_id = recorded.id
        ORDER BY s.snapshot_id) AS "snapshotIds"
    FROM recorded WHERE monday > (SELECT max(monday) FROM recorded) - make_interval(days => 7 * ${weeks}::int)
    ORDER BY monday`;
  const last = rows.at(-1);
  if (!last) return { moments: [], missing: [] };
  const missing: Replay['missing'] = [];
  for (let back = weeks - 1; back >= 0; back -= 1) {
    const monday = new Date(last.monday.getTime() - back * 7 * DAY_MS);
    if (rows.some((row) => row.monday.getTime() === monday.getTime())) continue;
    missing.push({
      week: isoWeekOf(monday),
      why: 'No generation was recorded in it, so no readings are kept.',
    });
  }
  const moments = rows.map(({ week, generationId, at, snapshotIds }) => ({
    week,
    generationId,
    at,
    snapshotIds,
  }));
  return { moments, missing };
}

/** The readings of the last generation; the newest of each source where none was recorded yet. */
export async function readLastReadings(reader: Reader): Promise<Replay> {
  const replay = await readReplay(reader, 1);
  if (replay.moments.length > 0) return replay;
  const rows = await reader.$queryRaw<{ id: string; takenAt: Date }[]>`
    SELECT DISTINCT ON (s.source_id) s.id::text AS id, s.taken_at AS "takenAt"
    FROM snapshots s JOIN sources o ON o.id = s.source_id AND o.enabled
    ORDER BY s.source_id, s.data_through DESC NULLS LAST, s.id DESC`;
  if (rows.length === 0) return replay;
  const at = new Date(Math.max(...rows.map(({ takenAt }) => takenAt.getTime())));
  const snapshotIds = rows.map(({ id }) => id);
  return { moments: [{ week: null, generationId: null, at, snapshotIds }], missing: [] };
}

/** The ISO week of a Monday, as PostgreSQL writes it: the year is that of its Thursday. */
function isoWeekOf(monday: Date): string {
  const thursday = new Date(monday.getTime() + 3 * DAY_MS);
  const year = thursday.getUTCFullYear();
  const week = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * DAY_MS)) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}

/** Of these bills, those of which it is still known what they charge: older ones are cleared away. */
export async function readBillsAtHand(reader: Reader, snapshotIds: string[]): Promise<Set<string>> {
  const rows = await reader.$queryRaw<{ id: string }[]>`
    SELECT sd.snapshot_id::text AS id FROM snapshot_deliveries sd WHERE sd.snapshot_id = ANY(${snapshotIds.map(BigInt)}::bigint[])
    GROUP BY sd.snapshot_id
    HAVING bool_and(EXISTS (SELECT FROM delivery_resources r WHERE r.delivery_id = sd.delivery_id))`;
  return new Set(rows.map(({ id }) => id));
}
