import type pg from 'pg';
import { z } from 'zod';
import { pool } from '@/lib/core/db';
import type { RepairState } from './repair';
import { keptOf } from './repairs.data';

/** What the repairing job reads and writes of ours. */
export type Wanted = {
  id: string;
  key: string;
  direction: 'to_library' | 'from_library';
  fields: string[];
  undo: { before: RepairState; after: RepairState; id: string } | null;
};

const row = z.object({
  id: z.string(),
  key: z.string(),
  direction: z.enum(['to_library', 'from_library']),
  fields: z.array(z.string()),
  undone_id: z.string().nullable(),
  undone_before: z.unknown(),
  undone_after: z.unknown(),
});

/** The next repairs of a batch that nobody has settled, of one definition. */
export async function nextWanted(batchId: string, limit: number): Promise<Wanted[]> {
  const { rows } = await pool().query(
    `SELECT r.id, r.key, r.direction::text AS direction, r.fields, u.id AS undone_id, u.before AS undone_before,
            u.after AS undone_after
       FROM repairs r LEFT JOIN repairs u ON u.id = r.undo_of_id
      WHERE r.batch_id = $1 AND r.state = 'asked' ORDER BY r.id LIMIT $2`,
    [batchId, limit],
  );
  return z
    .array(row)
    .parse(rows)
    .map(({ undone_id: id, undone_before: before, undone_after: after, ...rest }) => ({
      ...rest,
      undo: id === null ? null : { id, before: keptOf(before), after: keptOf(after) },
    }));
}

export async function countBatch(batchId: string) {
  const { rows } = await pool().query<{ definition_id: string; total: string; done: string; failed: string }>(
    `SELECT definition_id, count(*) AS total, count(*) FILTER (WHERE state <> 'asked') AS done,
            count(*) FILTER (WHERE state = 'failed') AS failed
       FROM repairs WHERE batch_id = $1 GROUP BY 1`,
    [batchId],
  );
  const [counted] = rows;
  if (!counted) return null;
  const { definition_id: definitionId, total, done, failed } = counted;
  return { definitionId, total: Number(total), done: Number(done), failed: Number(failed) };
}

export type Settled = {
  id: string;
  key: string;
  state: 'done' | 'failed';
  error: string | null;
  before: RepairState | null;
  after: RepairState | null;
  undoes: string | null;
};

/** Marks repairs, keeps what they changed, and takes their records out of the drift until the next scan. */
export async function settleRepairs(
  client: pg.PoolClient,
  definitionId: string,
  settled: Settled[],
  now: Date,
): Promise<void> {
  await client.query(
    `UPDATE repairs r SET state = s.state::"RepairState", error = s.error, before = s.before, after = s.after, settled_at = $2
       FROM jsonb_to_recordset($1::jsonb) AS s(id bigint, state text, error text, before jsonb, after jsonb)
      WHERE r.id = s.id`,
    [JSON.stringify(settled), now],
  );
  const done = settled.filter(({ state }) => state === 'done');
  await client.query(`UPDATE repairs SET state = 'undone' WHERE id = ANY($1::bigint[]) AND state = 'done'`, [
    done.flatMap(({ undoes }) => (undoes === null ? [] : [undoes])),
  ]);
  await upsertRecords(client, definitionId, done, now);
  await client.query('DELETE FROM drift_records WHERE definition_id = $1 AND key = ANY($2)', [
    definitionId,
    done.filter(({ after }) => after && isSettled(after)).map(({ key }) => key),
  ]);
}

/** Nothing differs any more: what a repair of some columns leaves may. */
function isSettled({ library, expected }: RepairState): boolean {
  if (library === null || expected === null) return library === expected;
  return Object.entries(expected).every(([field, value]) => value === (library[field] ?? null));
}

async function upsertRecords(
  client: pg.PoolClient,
  definitionId: string,
  done: Settled[],
  now: Date,
): Promise<void> {
  const forgotten = done.filter(({ after }) => after?.expected === null).map(({ key }) => key);
  await client.query('DELETE FROM catalog_records WHERE definition_id = $1 AND key = ANY($2)', [
    definitionId,
    forgotten,
  ]);
  const known = done.flatMap(({ key, after }) =>
    after?.expected ? [{ key, expected: after.expected, agreed: after.agreed }] : [],
  );
  await client.query(
    `INSERT INTO catalog_records AS r (definition_id, key, mirror, seqs, expected, agreed, is_assumed, updated_at)
     SELECT $1, k.key, '{}', '{}', k.expected, k.agreed, true, $3
       FROM jsonb_to_recordset($2::jsonb) AS k(key text, expected jsonb, agreed jsonb)
     ON CONFLICT (definition_id, key) DO UPDATE
       SET expected = excluded.expected, agreed = excluded.agreed, updated_at = excluded.updated_at`,
    [definitionId, JSON.stringify(known), now],
  );
}
