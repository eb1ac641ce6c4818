/**
 * What is wrong with a file, kept up to a limit: `row` was refused, `cell` is unknown or reported while its row counts,
 * `file` stands for the whole of it.
 */
export type RowFault = {
  line: number;
  column: string | null; // the CSV column's name or the JSON path
  message: string;
  kind: 'file' | 'row' | 'cell';
};

export type FaultList = {
  faults: RowFault[]; // rows before cells, each in the order of the file
  add(fault: RowFault): void;
  /** Leaves one in place of all. */
  replace(fault: RowFault): void;
  /** Drops the cells of a column, where one sentence says the same. */
  dropCells(column: string): void;
};

export function makeFaultList(most: number): FaultList {
  const faults: RowFault[] = [];
  let rows = 0;
  return {
    faults,
    add(fault) {
      if (fault.kind === 'cell') {
        if (faults.length < most) faults.push(fault);
        return;
      }
      if (rows >= most) return;
      if (faults.length >= most) faults.pop(); // a cell gives way to a row
      faults.splice(rows++, 0, fault);
    },
    replace(fault) {
      faults.splice(0, faults.length, fault);
      rows = 1;
    },
    dropCells(column) {
      const kept = faults.filter((fault) => fault.kind !== 'cell' || fault.column !== column);
      faults.splice(0, faults.length, ...kept);
    },
  };
}
