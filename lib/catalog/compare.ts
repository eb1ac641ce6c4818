import { compareThreeWay, type Fields, type Verdict } from '@/lib/drift';
import type { DriftField, DriftState } from './schema';

/**
 * One record's three sides, in canonical text by column: what the library should hold, what it holds, what both last
 * agreed on. `expected` is null where we know no such record, `library` where it has no such row.
 */
export type Sides = {
  expected: Columns | null;
  agreed: Columns;
  library: Columns | null;
  held: readonly string[]; // columns in quarantine
  ignored: readonly string[]; // columns that are not looked at
  hasPending: boolean; // deliveries of the record wait to be worked on
};
export type Columns = Record<string, string | null>;

export type Compared = { state: DriftState | 'in_sync'; isIgnored: boolean; fields: DriftField[] };

/** Worst first: what a record is called that has several of them. */
const WORST_FIRST = ['conflict', 'library_changed', 'cms_changed'] as const;

const STATES: Record<Verdict, DriftField['state']> = {
  agree: 'agree',
  ours_ahead: 'cms_changed',
  theirs_ahead: 'library_changed',
  conflict: 'conflict',
};

/** How a record stands, and each of its columns. What is ignored has no say; `isIgnored` when it alone is why all is well. */
export function compareRecord(sides: Sides): Compared {
  const { expected, library, ignored } = sides;
  if (library === null && isNeverLetIn(expected))
    return { state: waitingOf(sides), isIgnored: false, fields: [] };
  if (expected === null || library === null) {
    const state = expected === null ? (library === null ? 'in_sync' : 'unknown_there') : 'missing_here';
    const isIgnored = ignored.includes(WHOLE);
    return { state, isIgnored, fields: oneSided(sides) };
  }
  const all = compareThreeWay({ ours: expected, theirs: pick(library, expected), agreed: sides.agreed });
  const fields = all.map(({ field, verdict }): DriftField => {
    const values = { field, library: library[field] ?? null, expected: expected[field] ?? null };
    const agreed = Object.hasOwn(sides.agreed, field) ? { agreed: sides.agreed[field] ?? null } : {};
    if (ignored.includes(field) && verdict !== 'agree') return { ...values, ...agreed, state: 'ignored' };
    const isHeld = verdict === 'agree' && sides.held.includes(field);
    return { ...values, ...agreed, state: isHeld ? 'quarantined' : STATES[verdict] };
  });
  const drifting = WORST_FIRST.find((state) => fields.some((field) => field.state === state));
  if (drifting) return { state: drifting, isIgnored: false, fields };
  if (fields.some(({ state }) => state === 'ignored')) {
    const hidden = all.filter(({ field, verdict }) => ignored.includes(field) && verdict !== 'agree');
    const state = WORST_FIRST.find((each) => hidden.some(({ verdict }) => STATES[verdict] === each));
    return { state: state ?? 'conflict', isIgnored: true, fields };
  }
  return { state: waitingOf(sides), isIgnored: false, fields };
}

/** A record of which nothing was accepted yet: the library is to have no row of it. */
export function isNeverLetIn(expected: Columns | null): boolean {
  return expected !== null && Object.keys(expected).length === 0;
}

/** Both sides agree: what may still come of the record. */
function waitingOf({ held, hasPending }: Sides): Compared['state'] {
  if (held.length > 0) return 'quarantined';
  return hasPending ? 'pending' : 'in_sync';
}

/** The name by which a whole record is ignored, where there is no column to name: it is missing, or unknown. */
export const WHOLE = '*';

function oneSided({ expected, agreed, library }: Sides): DriftField[] {
  const columns = expected ?? library ?? {};
  return Object.keys(columns)
    .sort()
    .map((field) => ({
      field,
      ...(library ? { library: library[field] ?? null } : {}),
      ...(expected ? { expected: expected[field] ?? null } : {}),
      ...(Object.hasOwn(agreed, field) ? { agreed: agreed[field] ?? null } : {}),
      state: expected ? 'cms_changed' : 'library_changed',
    }));
}

function pick(from: Columns, like: Columns): Fields {
  return Object.fromEntries(Object.keys(like).map((field) => [field, from[field] ?? null]));
}
