import { AppError } from '@/lib/core/errors';
import type { DeliveryNote } from '@/lib/deliveries/schema';
import { canonicalOf } from './canonical';
import type { Columns } from './compare';
import type { KnownRecord, Planned, Work } from './plan';
import { supersededBy } from './settle';
import type { Sync } from './sync';

/**
 * A person let a held change through: its columns are set without rules and without asking who changed the library. The
 * sender's fields behind them count as set by it, so that replaying what is older does not undo it. A column of which the
 * sender said something newer meanwhile is left alone. Throws `invalid_input` for a value that its column cannot hold.
 */
export function release(
  sync: Sync,
  known: KnownRecord,
  row: Columns | null,
  work: Work,
  given: Columns,
): Planned {
  const notes: DeliveryNote[] = [];
  const columns = Object.entries(given).flatMap(([name, text]) => {
    const mapping = sync.byColumn.get(name);
    if (!mapping) return [];
    if (mapping.field.reads.some((field) => isOvertaken(known.seqs[field], work))) {
      notes.push({ rule: 'release', kind: 'note', field: name, detail: 'a newer value came meanwhile' });
      return [];
    }
    const canonical = canonicalOf(mapping.column, text);
    if (!canonical.ok) throw new AppError('invalid_input', `${name} cannot be released: ${canonical.reason}`);
    return [{ name, text: canonical.text, reads: mapping.field.reads }];
  });
  const set: Columns = Object.fromEntries(columns.map(({ name, text }) => [name, text]));
  const expected = { ...known.expected, ...set };
  const next = row === null ? expected : { ...row, ...set };
  const held = Object.fromEntries(Object.entries(known.held).filter(([name]) => !Object.hasOwn(set, name)));
  const seqs = { ...known.seqs };
  for (const field of columns.flatMap(({ reads }) => reads)) {
    seqs[field] = Math.max(work.place, seqs[field] ?? 0);
  }
  const written = row === null ? Object.keys(expected) : Object.keys(set);
  const writes = written
    .map((field) => ({ field, from: row?.[field] ?? null, to: next[field] ?? null }))
    .filter(({ from, to }) => row === null || from !== to);
  const isMoved = columns.some(({ name, text }) => known.expected[name] !== text);
  return {
    state: {
      record: {
        ...known,
        seqs,
        expected,
        agreed: row === null ? expected : { ...known.agreed, ...set },
        held,
        isAssumed: false,
        lastDeliveryId: work.id,
      },
      row: next,
    },
    settled: {
      deliveryId: work.id,
      outcome: writes.length > 0 || isMoved ? 'applied' : 'unchanged',
      writes,
      notes,
      hold: null,
      superseded: supersededBy(known.held, held),
    },
  };
}

/** Whether the sender said something newer of a field than what was held, or than this release where it is replayed. */
function isOvertaken(seq: number | undefined, { place, originPlace }: Work): boolean {
  if (seq === undefined || seq === place) return false;
  return seq > place || (originPlace !== null && seq > originPlace);
}
