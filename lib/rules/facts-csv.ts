import Papa from 'papaparse';
import { LIMITS } from './limits';
import type { Facts, FactValue, PlacedError } from './schema';
import { withPath } from './values';

type FactsResult = { ok: true; facts: Facts[] } | { ok: false; errors: PlacedError[] };

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;
const NAME = /^[^.\s][^.]*(\.[^.]+)*$/;
const UNSAFE = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * The rows of a CSV as facts, by its header line. Numbers and true/false become what they say (not with leading
 * zeros, nor whole numbers a double cannot hold); an empty cell is a missing fact; a dotted header
 * (`vendor.rightsize.savings`) makes a dotted path. `line` counts rows, the header being 1.
 */
export function factsFromCsv(csv: string): FactsResult {
  const { data, errors } = Papa.parse<string[]>(csv.replace(/^\uFEFF/, ''), { skipEmptyLines: 'greedy' });
  const broken = errors.filter((error) => error.type === 'Quotes');
  if (broken.length > 0) {
    return {
      ok: false,
      errors: broken.map(({ row, message }) => ({ line: (row ?? 0) + 1, column: 1, message: `${message}.` })),
    };
  }
  const [header = [], ...rows] = data;
  const names = header.map((name) => name.trim());
  const faults = headerFaults(names);
  if (rows.length > LIMITS.factRows)
    faults.push(at(1, 1, `A CSV may have ${LIMITS.factRows} rows, this has ${rows.length}.`));
  for (const [index, row] of rows.entries()) {
    if (row.length === names.length) continue;
    faults.push(at(index + 2, 1, `Row ${index + 2} has ${row.length} cells, the header ${names.length}.`));
  }
  if (faults.length > 0) return { ok: false, errors: faults.slice(0, 100) };
  return { ok: true, facts: rows.map((row) => factsOf(names, row)) };
}

function at(line: number, column: number, message: string): PlacedError {
  return { line, column, message };
}

function headerFaults(names: string[]): PlacedError[] {
  if (names.length === 0) return [at(1, 1, 'A CSV of facts begins with a line of names.')];
  return names.flatMap((name, index) => {
    if (!NAME.test(name) || name.split('.').some((step) => UNSAFE.has(step))) {
      return [at(1, index + 1, `Column ${index + 1} has no usable name: "${name}".`)];
    }
    return names.indexOf(name) < index ? [at(1, index + 1, `Two columns are named "${name}".`)] : [];
  });
}

function factsOf(names: string[], row: string[]): Facts {
  return row.reduce<Facts>((facts, cell, index) => {
    const value = cellValue(cell.trim());
    return value === undefined ? facts : withPath(facts, (names[index] ?? '').split('.'), value);
  }, {});
}

function cellValue(cell: string): FactValue | undefined {
  if (cell === '') return undefined;
  if (/^true$/i.test(cell)) return true;
  if (/^false$/i.test(cell)) return false;
  const number = Number(cell);
  const isExact = Number.isFinite(number) && (!Number.isInteger(number) || Number.isSafeInteger(number));
  return NUMBER.test(cell) && isExact ? number : cell;
}
