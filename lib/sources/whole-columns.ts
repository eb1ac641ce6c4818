import { AppError } from '@/lib/core/errors';
import { readAmount } from './cells';
import type { CsvRow } from './csv';
import type { FaultList } from './faults';
import { type CostColumn, type FocusColumn, type FocusHeader, NEEDED_COLUMNS } from './focus';
import { isCellNull } from './focus-row';

/** Says of a column that is empty in every row one sentence, where each row would have a fault of its own. */
export type ColumnTally = {
  /** A row that was taken has it. */
  fill(column: FocusColumn): void;
  /** Looks at a row that was refused: a column is empty in every row only if it is in these too. */
  readRefused(row: CsvRow, header: FocusHeader): void;
  /** At the end of the file. Throws `invalid_input` when it is refused for a column. */
  judge(header: FocusHeader, counts: Counts, faults: FaultList): void;
  notes(): string[];
  offer(): 'use_billed_cost' | null;
};

type Counts = { read: number; accepted: number };

/** What is missing where the column has nothing. */
const OPTIONAL = {
  ConsumedQuantity: 'days of use and the quantities of meters are unknown',
  ListCost: 'list costs are unknown',
  ContractedCost: 'contracted costs are unknown',
} as const satisfies Partial<Record<FocusColumn, string>>;

export function makeColumnTally(cost: CostColumn): ColumnTally {
  const filled = new Set<FocusColumn>();
  const readable = new Set<FocusColumn>(); // amounts
  const notes: string[] = [];
  let offer: 'use_billed_cost' | null = null;

  function refuse(column: FocusColumn, message: string, faults: FaultList, advice = ''): never {
    faults.replace({ line: 1, column, message, kind: 'file' });
    throw new AppError('invalid_input', message + advice, { errors: [{ line: 1, path: column, message }] });
  }

  return {
    fill: (column) => {
      filled.add(column);
    },
    readRefused(row, { cells, place }) {
      if (row.cells !== cells || row.fault !== null) return;
      for (const column of NEEDED_COLUMNS) if (!isCellNull(row, place[column])) filled.add(column);
      for (const column of ['EffectiveCost', 'BilledCost'] as const) {
        const cell = place[column];
        const amount = readAmount(row.bytes, row.ends[2 * cell] ?? 0, row.ends[2 * cell + 1] ?? 0);
        if (!Number.isNaN(amount)) readable.add(column);
      }
    },
    judge({ place, missing }, { read, accepted }, faults) {
      if (accepted === 0) {
        const is = filled.has('EffectiveCost') ? 'has no readable amount' : 'is empty';
        if (cost === 'EffectiveCost' && !readable.has('EffectiveCost') && readable.has('BilledCost')) {
          offer = 'use_billed_cost';
          const advice =
            ' Set effectiveCost of the source to BilledCost (PATCH /api/sources/{id}) and send the file again.';
          refuse(
            'EffectiveCost',
            `EffectiveCost ${is} in every row; use BilledCost for this source?`,
            faults,
            advice,
          );
        }
        const empty = NEEDED_COLUMNS.find((column) => !filled.has(column) && column !== 'ServiceName');
        if (empty && read > 1)
          refuse(empty, `${empty} is empty in every row, so that none can be read`, faults);
        return;
      }
      for (const [column, unknown] of entriesOf(OPTIONAL)) {
        if (filled.has(column)) continue;
        faults.dropCells(column);
        const is = place[column] < 0 ? 'is not in the file' : 'has no number in any row';
        notes.push(`${column} ${is}: ${unknown}.`);
      }
      if (missing.length > 0) notes.push(missingNote(missing));
      if (cost === 'BilledCost') notes.push('BilledCost is used for EffectiveCost, as the source is set.');
    },
    notes: () => [...notes],
    offer: () => offer,
  };
}

function missingNote(missing: FocusColumn[]): string {
  const are = missing.length === 1 ? 'is' : 'are';
  return `${missing.join(', ')} ${are} mandatory in FOCUS, but not in the file.`;
}

function entriesOf<Key extends string, Value>(record: Record<Key, Value>): [Key, Value][] {
  const isKey = (name: string): name is Key => name in record;
  return Object.keys(record)
    .filter(isKey)
    .map((key) => [key, record[key]]);
}
