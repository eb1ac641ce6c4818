import { z } from 'zod';
import { json } from '@/lib/effects/schema';

/** What a join moved, as its row keeps it: enough to move it back, and to see whether that is still what is there. */
const lineageRow = z.record(z.string(), json);

export const movedRecord = z.object({
  key: z.string(), // of the resource that was joined, by which its own spelling was known
  spellings: z.array(z.object({ key: z.string(), joinId: z.string().nullable() })), // its aliases, and which join had made them
  lineages: z.array(z.object({ id: z.string(), before: lineageRow, after: lineageRow })),
  duplicates: z.array(z.object({ lineageId: z.string(), ticketId: z.string() })), // ended lineages whose ticket is one too many
  exemptions: z.array(z.string()),
  mapped: z.array(z.string()), // recommendations that came to belong to a ticket
});
export type MovedRecord = z.infer<typeof movedRecord>;

type Row = z.infer<typeof lineageRow>;

/** What a join writes of a lineage. All else is kept up by whatever runs next. */
const WRITTEN = [
  ...['resource_id', 'status', 'status_at', 'ticket_id', 'closed_at', 'verified_at', 'verified_savings'],
  ...['is_regressed', 'dismissed_by', 'dismissed_reason', 'dismissed_until', 'needs_person'],
];
/** A claim is measured again and again; only one that the join carried over must be the same still. */
const MEASURED = 'verified_savings';

/** What the join changed of a lineage, to be set back. */
export function changedColumns({ before, after }: { before: Row; after: Row }): string[] {
  return WRITTEN.filter((name) => !isSame(before[name], after[name]));
}

/** Why a lineage cannot be set back to what it was; null when it can. */
export function reasonAgainst(
  lineage: { id: string; before: Row; after: Row },
  now: Row | undefined,
): string | null {
  const { id, before, after } = lineage;
  if (!now) return `recommendation ${id} is no longer there`;
  const checked = WRITTEN.filter((name) => name !== MEASURED || !isSame(before[name], after[name]));
  const changed = checked.find((name) => !isSame(after[name], now[name]));
  if (changed) {
    return `recommendation ${id} has changed since (its ${changed.replaceAll('_', ' ')}), and that would be lost`;
  }
  const hasMoved = !isSame(before.resource_id, after.resource_id);
  if (hasMoved && !isSame(after.last_recommendation_id, now.last_recommendation_id)) {
    return `recommendation ${id} was found again since, on the resource that it was joined into`;
  }
  return null;
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}
