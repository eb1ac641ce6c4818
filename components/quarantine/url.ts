import { parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { type ListUrl, listUrl } from '@/components/ui/list-url';
import type { QuarantineState } from '@/lib/catalog/schema';

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

/** What has waited longest first. */
export const QUARANTINE_SORT = 'heldAt';
