import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { Decimal } from 'decimal.js';
import Papa from 'papaparse';
import { expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { systemActor } from '@/lib/people/schema';
import { createSource, importStream } from './commands';

const SAMPLE = join(process.cwd(), '../shared/data/focus/focus_sample_1.0.csv');
const actor = systemActor('test');

it('the real sample: 1,000 rows accounted for, its EffectiveCost to the last digit, 925 rows tied to resources', async () => {
  const { id } = await createSource({ actor, kind: 'focus', name: 'sample', config: { maxBadShare: 0.01 } });
  const result = await importStream({
    actor,
    sourceId: id,
    stream: createReadStream(SAMPLE),
    fileName: 'focus_sample_1.0.csv',
  });
  expect(result).toMatchObject({
    state: 'done',
    rowsRead: 1_000,
    rowsAccepted: 1_000,
    rowsRefused: 0,
    faults: [],
  });

  const rows = Papa.parse<Record<string, string>>(await readFile(SAMPLE, 'utf8'), {
    header: true,
    skipEmptyLines: true,
  }).data;
  const sum = rows.reduce((total, row) => total.plus(row.EffectiveCost ?? 'missing'), new Decimal(0));
  const stored = await database().$queryRaw<{ sum: string; rows: number; tied: number }[]>`
    SELECT sum(effective_cost)::text AS sum, count(*)::int AS rows, count(k.resource_id)::int AS tied
    FROM charges c LEFT JOIN resource_keys k ON k.key = c.resource_key`;
  expect(stored).toEqual([{ sum: sum.toFixed(11), rows: 1_000, tied: 925 }]);

  const again = await importStream({
    actor,
    sourceId: id,
    stream: Readable.from([gzipSync(await readFile(SAMPLE))]),
    fileName: 'again.csv.gz',
  });
  expect(again.state).toBe('unchanged');
  const after = await database().$queryRaw<{ rows: number }[]>`SELECT count(*)::int AS rows FROM charges`;
  expect(after).toEqual([{ rows: 1_000 }]);
});
