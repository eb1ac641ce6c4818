import { execFileSync } from 'node:child_process';
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { z } from 'zod';
import { CHARGE_COLUMNS } from '@/lib/sources/bill-reader';

const ROUNDS = 3;

/**
 * A FOCUS file through importStream against COPY of the same columns, already cut out and typed alike, into a bare
 * table: the ratio of the medians. `ratio_to_file` is against COPY of the whole file as it stands into text columns.
 */
export async function run(rows = 1_000_000): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-focus-'));
  try {
    const file = join(folder, 'bill.csv');
    writeFile(file, rows);
    const imports: Measured[] = [];
    for (let round = 0; round < ROUNDS; round++) imports.push(importFile(file, `bench ${round}`));
    const time = median(imports.map(({ ms }) => ms));
    const columns = await timeBareCopy(folder, rows);
    const whole = await timeFileCopy(file);
    const line = {
      bench: 'focus-import',
      case: rows === 1_000_000 ? '1M rows' : `${rows} rows`,
      ratio: round2(time / columns),
      ratio_to_file: round2(time / whole),
      import_s: round2(time / 1_000),
      copy_s: round2(columns / 1_000),
      copy_file_s: round2(whole / 1_000),
      peak_mb: Math.round(Math.max(...imports.map(({ peak }) => peak)) / 1_048_576),
      load: round2(loadavg()[0] ?? 0), // with more than the cores can do, times say little
      file_mb: Math.round(statSync(file).size / 1_048_576),
    };
    console.log(JSON.stringify(line));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeFile(file: string, rows: number): void {
  runScript(`import { writeFocusBenchFile } from './lib/sandbox/company/bench-file';
    await writeFocusBenchFile(${JSON.stringify(file)}, ${rows}, 7);`);
}

type Measured = { ms: number; peak: number };

function importFile(file: string, name: string): Measured {
  const answer = runScript(`import { createReadStream } from 'node:fs';
    import { systemActor } from './lib/people/schema';
    import { createSource, importStream } from './lib/sources/commands';
    const actor = systemActor('bench');
    const { id } = await createSource({ actor, kind: 'focus', name: '${name}', config: { maxBadShare: 0 } });
    let peak = 0;
    setInterval(() => { peak = Math.max(peak, process.memoryUsage().rss); }, 50);
    const started = performance.now();
    await importStream({ actor, sourceId: id, stream: createReadStream(${JSON.stringify(file)}), fileName: 'bill.csv' });
    console.log(JSON.stringify({ ms: performance.now() - started, peak }));
    process.exit(0);`);
  return measured.parse(JSON.parse(answer));
}

const measured = z.object({ ms: z.number(), peak: z.number() });

/** In a process of its own, so that no memory is counted but the import's. */
function runScript(script: string): string {
  return execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    cwd: join(import.meta.dirname, '..'),
    encoding: 'utf8',
  });
}

/** COPY of what the import kept, into a table with the same types and no index. */
async function timeBareCopy(folder: string, rows: number): Promise<number> {
  const client = await connect();
  const cut = join(folder, 'columns.csv');
  const newest = '(SELECT max(delivery_id) / 10000 * 10000 FROM charges)';
  await pipeline(
    client.query(
      copyTo(
        `COPY (SELECT ${CHARGE_COLUMNS} FROM charges WHERE delivery_id >= ${newest}) TO STDOUT (FORMAT csv)`,
      ),
    ),
    createWriteStream(cut),
  );
  const times = await timeRounds(
    client,
    `CREATE TABLE bare AS SELECT ${CHARGE_COLUMNS} FROM charges LIMIT 0`,
    cut,
    rows,
  );
  await client.end();
  return times;
}

async function timeFileCopy(file: string): Promise<number> {
  const client = await connect();
  const head = await firstLine(file);
  const columns = head.split(',').map((name) => `"${name.trim()}" text`);
  const time = await timeRounds(client, `CREATE TABLE bare (${columns.join(', ')})`, file, null);
  await client.end();
  return time;
}

async function timeRounds(
  client: pg.Client,
  create: string,
  file: string,
  rows: number | null,
): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await client.query('DROP TABLE IF EXISTS bare');
    await client.query(create);
    await client.query('CHECKPOINT');
    const started = performance.now();
    const target = client.query(
      copyFrom(`COPY bare FROM STDIN (FORMAT csv${rows === null ? ', HEADER' : ''})`),
    );
    await pipeline(createReadStream(file), target);
    times.push(performance.now() - started);
    if (rows !== null && target.rowCount !== rows)
      throw new Error(`${target.rowCount} of ${rows} rows were kept`);
  }
  await client.query('DROP TABLE bare');
  return median(times);
}

async function firstLine(file: string): Promise<string> {
  let text = '';
  for await (const chunk of createReadStream(file, { encoding: 'utf8' })) {
    text += chunk;
    if (text.includes('\n')) break;
  }
  return text.slice(0, text.indexOf('\n'));
}

async function connect(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  return client;
}

function median(times: number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}
