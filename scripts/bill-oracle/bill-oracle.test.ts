import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { disagreements } from './compare';
import { makeHistory } from './history';
import type { Row } from './oracle';

const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);

it.each(SEEDS)('history %i is told as the oracle tells it', { timeout: 120_000 }, async (seed) => {
  expect(await disagreements(makeHistory(seed))).toEqual([]);
});

const BILLS = join(process.cwd(), '../shared/data/focus');
const isBill = (name: string) => /cost_and_usage|consolidated|sample_1/.test(name) && name.endsWith('.csv');

/** The sample of FOCUS 1.0 writes NULL, and times without a zone; the oracle knows the standard's way alone. */
function plain(cell: string): string {
  if (/^null$/i.test(cell)) return '';
  return /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(cell) ? `${cell.replace(' ', 'T')}Z` : cell;
}

describe.skipIf(!existsSync(BILLS))('a bill of others is told as the oracle tells it', () => {
  const names = existsSync(BILLS) ? readdirSync(BILLS).filter(isBill) : [];

  it.each(names)('%s', { timeout: 120_000 }, async (name) => {
    const options = { header: true, skipEmptyLines: true, transform: plain } as const;
    const rows = Papa.parse<Row>(readFileSync(join(BILLS, name), 'utf8'), options).data;
    const at = Math.max(...rows.map((row) => Date.parse(row.ChargePeriodEnd ?? ''))) + 3 * 86_400_000;
    const sent = { send: 1, source: 'bill', at, handling: 'ask' as const, parts: [rows] };
    expect(await disagreements({ seed: 0, steps: [sent], now: at })).toEqual([]);
  });
});
