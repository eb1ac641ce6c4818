import { ChangeList } from '@/components/audit/change-list';
import type { FieldChange } from '@/lib/deliveries/schema';

/** Columns with what they hold and what they would hold, one below the other. */
export function FieldChanges({ changes }: { changes: FieldChange[] }) {
  return (
    <ChangeList
      changes={changes.map(({ field, from, to }) => ({
        field,
        kind: from === to ? ('same' as const) : ('changed' as const),
        before: from,
        after: to,
      }))}
    />
  );
}
