import { parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { type ListUrl, listUrl } from '@/components/ui/list-url';
import type { DriftState } from '@/lib/catalog/schema';

/** The worst first, as the strip has them. */
export const DRIFT_STATES = [
  'conflict',
  'library_changed',
  'cms_changed',
  'missing_here',
  'unknown_there',
  'quarantined',
  'pending',
] as const satisfies DriftState[];

export const driftUrl = {
  ...listUrl,
  definitionId: parseAsString,
  state: parseAsStringLiteral(DRIFT_STATES),
  field: parseAsString,
  ignored: parseAsStringLiteral(['true']), // not said: what is set aside is not shown
};
export type DriftUrl = ListUrl & {
  definitionId: string | null;
  state: DriftState | null;
  field: string | null;
  ignored: 'true' | null;
};

/** Conflicts first, then by how bad it is. */
export const DRIFT_SORT = 'state';

const REPAIR_STATES = ['asked', 'done', 'failed', 'undone'] as const;
export const repairsUrl = {
  ...listUrl,
  definitionId: parseAsString,
  key: parseAsString,
  batchId: parseAsString,
  state: parseAsStringLiteral(REPAIR_STATES),
};
export type RepairsUrl = ListUrl & {
  definitionId: string | null;
  key: string | null;
  batchId: string | null;
  state: (typeof REPAIR_STATES)[number] | null;
};
export const REPAIRS_SORT = '-asked';

/** A record is known by its sync and its key; its address has a part for each. */
export const recordIdOf = ({ definitionId, key }: { definitionId: string; key: string }) =>
  `${definitionId}/${key}`;

export function recordOf(id: string): { definitionId: string; key: string } {
  const at = id.indexOf('/');
  return { definitionId: id.slice(0, at), key: id.slice(at + 1) };
}

export function pathOfRecord(id: string): string {
  const { definitionId, key } = recordOf(id);
  return `${encodeURIComponent(definitionId)}/${encodeURIComponent(key)}`;
}

export const hrefOfRecord = (record: { definitionId: string; key: string }) =>
  `/drift/${pathOfRecord(recordIdOf(record))}`;
