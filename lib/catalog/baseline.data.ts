import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import { inDrain } from './drain.data';
import { inLibrary, type Library } from './library';
import { copyBaseline } from './library.data';
import type { Sync } from './sync';

type Baseline = { definitionId: string; library: Library; sync: Sync };

/**
 * Takes the library's rows as what is agreed, once: each becomes a record that is marked as assumed, until something is
 * delivered. Done again after the columns of a definition changed, it fills in what is new and drops what is gone. Rows flow
 * through without being held. False while somebody else is at it.
 */
export function takeBaseline({ definitionId, library, sync }: Baseline, now: Date): Promise<boolean> {
  const plain = sync.mappings.flatMap(({ field, column }) =>
    field.source.kind === 'field' && field.source.path.length === 1
      ? [{ field: field.source.path[0] ?? '', column: column.name }]
      : [],
  );
  const seqs = Object.fromEntries(plain.map(({ field }) => [field, 0]));
  return inDrain(async (ours) => {
    const locked = await ours.query<{ taken: boolean }>(
      "SELECT pg_try_advisory_xact_lock(hashtextextended('baseline:' || $1, 0)) AS taken",
      [definitionId],
    );
    if (!locked.rows[0]?.taken) return false;
    const missing = await ours.query('SELECT FROM sync_definitions WHERE id = $1 AND baseline_at IS NULL', [
      definitionId,
    ]);
    if (missing.rowCount === 0) return true;
    await ours.query(
      'CREATE TEMP TABLE baseline (key text NOT NULL, expected jsonb NOT NULL, mirror jsonb NOT NULL) ON COMMIT DROP',
    );
    await inLibrary(library, async (theirs) => {
      await pipeline(
        await copyBaseline(theirs, sync.shape, plain),
        ours.query(copyFrom('COPY baseline (key, expected, mirror) FROM STDIN')),
      );
    });
    await ours.query(
      `INSERT INTO catalog_records AS r (definition_id, key, mirror, seqs, expected, agreed, is_assumed, updated_at)
       SELECT $1, key, mirror, $2::jsonb, expected, expected, true, $3 FROM baseline
       ON CONFLICT (definition_id, key) DO UPDATE SET
         mirror = excluded.mirror || r.mirror, seqs = excluded.seqs || r.seqs, updated_at = excluded.updated_at,
         expected = (SELECT jsonb_object_agg(key, value) FROM jsonb_each(excluded.expected || r.expected)
           WHERE key = ANY($4::text[])),
         agreed = (SELECT jsonb_object_agg(key, value) FROM jsonb_each(excluded.agreed || r.agreed)
           WHERE key = ANY($4::text[]))
       WHERE r.expected <> '{}' AND (NOT r.expected ?& $4::text[] OR r.expected - $4::text[] <> '{}')`,
      [definitionId, JSON.stringify(seqs), now, sync.shape.columns.map(({ name }) => name)],
    );
    await ours.query('UPDATE sync_definitions SET baseline_at = $2 WHERE id = $1', [definitionId, now]);
    return true;
  });
}
