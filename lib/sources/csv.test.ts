import fc from 'fast-check';
import Papa from 'papaparse';
import { expect, it } from 'vitest';
import { cellText, scanCsv } from './csv';

function scan(chunks: Buffer[]): { line: number; cells: string[]; fault: string | null }[] {
  const rows: { line: number; cells: string[]; fault: string | null }[] = [];
  const scanner = scanCsv((row) => {
    const cells = Array.from({ length: row.cells }, (_, cell) => cellText(row, cell) ?? '');
    rows.push({ line: row.line, cells, fault: row.fault });
  });
  for (const chunk of chunks) scanner.push(chunk);
  scanner.end();
  return rows;
}

function cut(bytes: Buffer, size: number): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
  return chunks;
}

const cell = fc
  .oneof(
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.constantFrom('a,b', 'say "yes"', 'two\nlines', 'cr\r\nlf', '""', 'ü€😀'),
  )
  .filter((text) => text !== 'NULL' && text !== '"' && !text.includes('\u0000'));

it('reads what a CSV writer wrote, wherever the bytes are cut', () => {
  const table = fc
    .integer({ min: 2, max: 6 })
    .chain((width) =>
      fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
    );
  fc.assert(
    fc.property(
      table,
      fc.integer({ min: 1, max: 40 }),
      fc.constantFrom('\n', '\r\n'),
      (rows, size, newline) => {
        const text = Papa.unparse(rows, { newline, quotes: true });
        const read = scan(cut(Buffer.from(text), size));
        expect(read.map(({ cells }) => cells)).toEqual(rows);
        expect(read.map(({ fault }) => fault)).toEqual(rows.map(() => null));
      },
    ),
    { numRuns: 300 },
  );
});

it('the word NULL, quoted or not, and an empty cell are nothing', () => {
  const rows: (string | null)[] = [];
  const scanner = scanCsv((row) =>
    rows.push(cellText(row, 0), cellText(row, 1), cellText(row, 2), cellText(row, 3)),
  );
  scanner.push(Buffer.from('NULL,"NULL","",x\n'));
  scanner.end();
  expect(rows).toEqual([null, null, null, 'x']);
});

it('a byte order mark is no part of the first name, and an empty line no row', () => {
  const read = scan(cut(Buffer.from('\ufeffa,b\n\n1,2\n\r\n'), 2));
  expect(read.map(({ line, cells }) => [line, cells])).toEqual([
    [1, ['a', 'b']],
    [3, ['1', '2']],
  ]);
});

it.each([
  ['text after a closing quote', '"a"b,c\n1,2\n'],
  ['a quote is never closed', '1,2\n"a,b\n'],
])('%s is a fault of its row', (fault, text) => {
  expect(scan([Buffer.from(text)]).map((row) => row.fault)).toContain(fault);
});

it('a row that does not end is an error, not a file kept in memory', () => {
  const scanner = scanCsv(() => undefined);
  expect(() => {
    for (let size = 0; size < 3_000_000; size += 100_000)
      scanner.push(Buffer.from(`"${'x'.repeat(99_999)}`.slice(size ? 1 : 0)));
  }).toThrow('line 1: a row of more than');
});
