import { parseAsString, parseAsStringLiteral } from 'nuqs/server';

export const SYNC_TABS = ['sync', 'quality', 'problems', 'versions'] as const;
export type SyncTab = (typeof SYNC_TABS)[number];

/** Of one sync's page: the tab, and the two texts that are compared. */
export const syncUrl = {
  tab: parseAsStringLiteral(SYNC_TABS).withDefault('sync'),
  from: parseAsString,
  to: parseAsString,
};

export const hrefOfSync = (slug: string, tab?: SyncTab) =>
  `/syncs/${encodeURIComponent(slug)}${tab === undefined ? '' : `?tab=${tab}`}`;
