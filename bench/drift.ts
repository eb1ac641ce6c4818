import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { definitionById } from '@/lib/catalog/definitions.data';
import { openTarget } from '@/lib/catalog/drain';
import { listDrift } from '@/lib/catalog/drift.data';
import { scanDrift } from '@/lib/catalog/scan';
import { closeDatabase, database } from '@/lib/core/db';
import { connectLibrary, FRAGRANCES, makeLibrary } from './library';
import { clear, round2 } from './measure';

const ROUNDS = 60;

/**
 * A scan of a library that stands in a database of its own, with 1% of its rows edited by hand, against what cannot be
 * left out: COPY of the whole table across and one full outer join, column by column. Then the first page of the
 * drift, with that many records in it and with a thousand. Goals: within 1.5× of each, and memory that stays flat.
 */
export async function run(records = 1_000_000): Promise<void> {
  const ours = process.env.DATABASE_URL ?? '';
  const { library, url } = await makeLibrary(ours);
  const admin = new pg.Client({ connectionString: ours });
  await admin.connect();
  try {
    const definitionId = await fill(admin, library, url, records);
    const scan = await timeScan(definitionId);
    const floor = await timeFloor(admin, library, definitionId);
    console.log(
      JSON.stringify({
        bench: 'drift',
        case: `scan of ${records} records, 1% edited`,
        ratio: round2(scan.ms / floor),
        scan_s: round2(scan.ms / 1_000),
        floor_s: round2(floor / 1_000),
        found: scan.found,
        peak_mb: scan.peakMb,
        grown_mb: scan.grownMb,
      }),
    );
    await comparePages(admin, definitionId, records);
  } finally {
    await library.end();
    await admin.end();
    await closeDatabase();
  }
}

async function fill(admin: pg.Client, library: pg.Client, url: URL, records: number): Promise<string> {
  await library.query(
    `INSERT INTO fragrances SELECT i, 'Fragrance ' || i, repeat('An amber note, ', 8) || i, i % 900 + 0.5, i % 7 = 0
       FROM generate_series(1, $1) i`,
    [records],
  );
  await library.query('VACUUM ANALYZE fragrances');
  const libraryId = await connectLibrary(url);
  const definition = await admin.query<{ id: string }>(
    `WITH sender AS (
       INSERT INTO connections (kind, name, base_url, account, sealed_secret) VALUES ('cms', 'CMS', 'http://cms.example', '-', '-')
       RETURNING id)
     INSERT INTO sync_definitions (slug, title, sender_id, library_id, version, baseline_at)
     SELECT 'fragrances', 'Fragrances', id, $1, 1, now() FROM sender RETURNING id`,
    [libraryId],
  );
  const definitionId = definition.rows[0]?.id ?? '';
  await admin.query(
    `INSERT INTO sync_definition_versions (definition_id, version, yaml, note, saved_at, saved_by)
     VALUES ($1, 1, $2, 'bench', now(), 'bench')`,
    [definitionId, FRAGRANCES],
  );
  await admin.query(
    `INSERT INTO catalog_records (definition_id, key, mirror, seqs, expected, agreed, is_assumed, updated_at)
     SELECT $1, i, '{}', '{}', row, row, true, now()
       FROM generate_series(1, $2) i, LATERAL (SELECT jsonb_build_object('name', 'Fragrance ' || i,
         'description', repeat('An amber note, ', 8) || i, 'cost', trim_scale(i % 900 + 0.5)::text,
         'forbidden', CASE WHEN i % 7 = 0 THEN 'true' ELSE 'false' END) AS row) made`,
    [definitionId, records],
  );
  await admin.query('VACUUM ANALYZE catalog_records');
  await library.query('UPDATE fragrances SET cost = cost + 1 WHERE fragrance_id % 100 = 0');
  return definitionId;
}

async function timeScan(definitionId: string) {
  const target = await openTarget(await definitionById(database(), definitionId));
  clear();
  const before = process.memoryUsage().rss;
  let peak = before;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 50);
  const started = performance.now();
  const counts = await scanDrift(target, {
    runId: null,
    clock: () => new Date(),
    signal: new AbortController().signal,
    progress: async () => {},
  });
  const ms = performance.now() - started;
  clearInterval(watch);
  const mb = (bytes: number) => Math.round(bytes / 1_048_576);
  return { ms, found: counts.library_changed ?? 0, peakMb: mb(peak), grownMb: mb(peak - before) };
}

/** COPY of the whole table across, and one join with what should be there as columns. */
async function timeFloor(admin: pg.Client, library: pg.Client, definitionId: string): Promise<number> {
  await admin.query(
    `CREATE TABLE floor_expected AS
     SELECT key::int AS fragrance_id, (expected->>'name')::varchar(150) AS name,
            (expected->>'description')::varchar(1024) AS description, (expected->>'cost')::numeric AS cost,
            (expected->>'forbidden')::boolean AS forbidden
       FROM catalog_records WHERE definition_id = '${definitionId}'`,
  );
  await admin.query('VACUUM ANALYZE floor_expected');
  const started = performance.now();
  await admin.query('CREATE TEMP TABLE floor_library (LIKE floor_expected)');
  await pipeline(
    library.query(copyTo('COPY fragrances (fragrance_id, name, description, cost, forbidden) TO STDOUT')),
    admin.query(copyFrom('COPY floor_library FROM STDIN')),
  );
  await admin.query('ANALYZE floor_library');
  await admin.query(
    `CREATE TEMP TABLE floor_found AS
     SELECT coalesce(l.fragrance_id, e.fragrance_id) AS fragrance_id
       FROM floor_library l FULL JOIN floor_expected e USING (fragrance_id)
      WHERE l.name IS DISTINCT FROM e.name OR l.description IS DISTINCT FROM e.description
         OR l.cost IS DISTINCT FROM e.cost OR l.forbidden IS DISTINCT FROM e.forbidden`,
  );
  return performance.now() - started;
}

/** The first page with a million drifting records, and with a thousand. */
async function comparePages(admin: pg.Client, definitionId: string, records: number): Promise<void> {
  const timings: Record<string, number> = {};
  for (const size of [1_000, records]) {
    await admin.query('TRUNCATE drift_records');
    await admin.query(
      `INSERT INTO drift_records (definition_id, key, state, fields, field_names, since, scan_id)
       SELECT $1, i, (ARRAY['conflict', 'library_changed', 'cms_changed'])[i % 3 + 1]::"DriftState",
              '[{"field": "cost", "library": "2", "expected": "1", "agreed": "1", "state": "library_changed"}]',
              '{cost}', now() - make_interval(secs => i), 1 FROM generate_series(1, $2) i`,
      [definitionId, size],
    );
    await admin.query('VACUUM ANALYZE drift_records');
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const started = performance.now();
      await listDrift(database(), { limit: 50 });
      times.push(performance.now() - started);
    }
    timings[size] = times.sort((one, other) => one - other)[Math.floor(ROUNDS * 0.95)] ?? 0;
  }
  const [small = 0, large = 0] = [timings[1_000], timings[records]];
  console.log(
    JSON.stringify({
      bench: 'drift',
      case: `first page of ${records} against 1000`,
      ratio: round2(large / small),
      p95_ms: round2(large),
      p95_ms_small: round2(small),
    }),
  );
}
