import type { CsvRow } from './csv';

/**
 * What was worked out for a row, found again by the bytes of some of its cells, without making strings of them: a
 * hash of the ends of the cells finds the entries that it may be, and comparing all bytes makes sure which it is.
 */
export type RowCache<Value> = {
  get(row: CsvRow): Value | undefined;
  set(row: CsvRow, value: Value): void;
  size(): number;
  /** About how much memory what it knows takes. */
  bytes(): number;
  values(): Iterable<Value>;
};

type Entry<Value> = { bytes: Buffer; value: Value; next: Entry<Value> | undefined };

const SEPARATOR = 0x1f;
const HASHED = 8;

export function makeRowCache<Value>(cells: number[]): RowCache<Value> {
  const places = Int32Array.from(cells.filter((cell) => cell >= 0));
  const entries = new Map<number, Entry<Value>>();
  let size = 0;
  let bytes = 0;

  return {
    get(row) {
      let entry = entries.get(hashOf(row, places));
      while (entry && !isSame(row, places, entry.bytes)) entry = entry.next;
      return entry?.value;
    },
    set(row, value) {
      const hash = hashOf(row, places);
      const entry = { bytes: bytesOf(row, places), value, next: entries.get(hash) };
      entries.set(hash, entry);
      size++;
      bytes += 2 * entry.bytes.length;
    },
    size: () => size,
    bytes: () => bytes,
    *values() {
      for (const first of entries.values()) {
        for (let entry: Entry<Value> | undefined = first; entry; entry = entry.next) yield entry.value;
      }
    },
  };
}

/** FNV-1a over the length and the last bytes of each cell: ids differ at their end. 31 bits stay a small integer. */
function hashOf(row: CsvRow, places: Int32Array): number {
  const { bytes, ends } = row;
  let hash = 0x811c9dc5;
  for (let index = 0; index < places.length; index++) {
    const cell = places[index] ?? 0;
    const start = ends[2 * cell] ?? 0;
    const end = ends[2 * cell + 1] ?? 0;
    hash = Math.imul(hash ^ (end - start), 0x01000193);
    for (let at = Math.max(start, end - HASHED); at < end; at++) {
      hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
    }
  }
  return hash >>> 1;
}

function bytesOf(row: CsvRow, places: Int32Array): Buffer {
  const parts: Uint8Array[] = [];
  for (const cell of places) {
    parts.push(row.bytes.subarray(row.ends[2 * cell] ?? 0, row.ends[2 * cell + 1] ?? 0));
    parts.push(Uint8Array.of(SEPARATOR));
  }
  return Buffer.concat(parts);
}

function isSame(row: CsvRow, places: Int32Array, known: Buffer): boolean {
  const { bytes, ends } = row;
  let place = 0;
  for (let index = 0; index < places.length; index++) {
    const cell = places[index] ?? 0;
    const end = ends[2 * cell + 1] ?? 0;
    for (let at = ends[2 * cell] ?? 0; at < end; at++) if (bytes[at] !== known[place++]) return false;
    if (known[place++] !== SEPARATOR) return false;
  }
  return place === known.length;
}
