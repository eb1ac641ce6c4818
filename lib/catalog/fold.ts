import type { Facts } from '@/lib/rules/schema';

/** What the sender says of a record, by its own fields, and by field the place of the delivery that said it. */
export type Mirror = { mirror: Facts; seqs: Record<string, number> };

/** The place of what nothing has set: a replaced delivery has a place below 0. */
const OLDEST = Number.NEGATIVE_INFINITY;

/**
 * Takes a delivery's fields into the mirror, each only where nothing newer has set it: replaying an old delivery sets
 * what is older and nothing else. A place that set a field may set it again. Fields that no column reads stay out.
 */
export function fold(
  known: Mirror,
  fields: Facts,
  place: number,
  reads: ReadonlySet<string>,
): Mirror & { set: ReadonlySet<string> } {
  const set = new Set(
    Object.keys(fields).filter(
      (field) =>
        reads.has(field) && place >= (Object.hasOwn(known.seqs, field) ? (known.seqs[field] ?? 0) : OLDEST),
    ),
  );
  if (set.size === 0) return { ...known, set };
  const mirror = { ...known.mirror };
  const seqs = { ...known.seqs };
  for (const field of set) {
    mirror[field] = fields[field] ?? null;
    seqs[field] = place;
  }
  return { mirror, seqs, set };
}
