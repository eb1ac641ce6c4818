import { parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { type ListUrl, listUrl } from '@/components/ui/list-url';
import type { QuarantineState, SettleFilter } from '@/lib/catalog/quarantine.schema';

export const QUARANTINE_STATES = [
  'held',
  'released',
  'rejected',
  'superseded',
] as const satisfies QuarantineState[];

export const quarantineUrl = {
  ...listUrl,
  definitionId: parseAsString,
  state: parseAsStringLiteral(QUARANTINE_STATES).withDefault('held'), // the list's default: what waits for somebody
  rule: parseAsString,
  key: parseAsString,
};
export type QuarantineUrl = ListUrl & {
  definitionId: string | null;
  state: QuarantineState;
  rule: string | null;
  key: string | null;
};

/** All that fits what is filtered by, as settling takes it; null where the list is of what is settled already. */
export function settleFilterOf({ definitionId, state, rule, key, q }: QuarantineUrl): SettleFilter | null {
  if (state !== 'held') return null;
  return {
    ...(definitionId ? { definitionId } : {}),
    ...(rule ? { rule } : {}),
    ...(key ? { key } : {}),
    ...(q ? { q } : {}),
  };
}

/** What has waited longest first. */
export const QUARANTINE_SORT = 'heldAt';
