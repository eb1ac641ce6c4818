import { pool } from '@/lib/core/db';

export type Seen = { senderId: string; arrivals: number; lastAt: Date };

/** A moving average in which the newest gap counts a tenth; `n` arrivals at once are n gaps of equal length. */
const KEPT = 0.9;
const GAP = '(extract(epoch FROM a.last_at - s.last_arrival_at)::float8 * 1000 / a.arrivals)';

export async function keepPace(batch: Seen[]): Promise<void> {
  await pool().query(
    `UPDATE senders s SET last_arrival_at = GREATEST(s.last_arrival_at, a.last_at),
       pace_ms = CASE WHEN s.last_arrival_at IS NULL OR s.last_arrival_at >= a.last_at THEN s.pace_ms
         ELSE ${GAP} + (COALESCE(s.pace_ms, ${GAP}) - ${GAP}) * power(${KEPT}, a.arrivals) END
     FROM unnest($1::uuid[], $2::int[], $3::timestamptz[]) AS a(sender_id, arrivals, last_at)
     WHERE s.connection_id = a.sender_id`,
    [
      batch.map(({ senderId }) => senderId),
      batch.map(({ arrivals }) => arrivals),
      batch.map(({ lastAt }) => lastAt.toISOString()),
    ],
  );
}
