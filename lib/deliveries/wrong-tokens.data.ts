import { pool } from '@/lib/core/db';

export type WrongTokens = { senderId: string; arrivals: number; lastAt: Date; lastAddress: string | null };

export async function addWrongTokens(counts: WrongTokens[]): Promise<void> {
  await pool().query(
    `INSERT INTO wrong_tokens AS w (day, sender_id, arrivals, last_at, last_address)
     SELECT (a.last_at AT TIME ZONE 'UTC')::date, a.* FROM unnest($1::text[], $2::bigint[], $3::timestamptz[], $4::text[])
       AS a(sender_id, arrivals, last_at, last_address) ORDER BY 1, 2
     ON CONFLICT (day, sender_id) DO UPDATE SET arrivals = w.arrivals + EXCLUDED.arrivals,
       last_at = EXCLUDED.last_at, last_address = EXCLUDED.last_address`,
    [
      counts.map(({ senderId }) => senderId),
      counts.map(({ arrivals }) => arrivals),
      counts.map(({ lastAt }) => lastAt.toISOString()),
      counts.map(({ lastAddress }) => lastAddress),
    ],
  );
}
