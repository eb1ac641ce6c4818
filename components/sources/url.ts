import { parseAsBoolean, parseAsStringLiteral } from 'nuqs/server';
import { type ListUrl, listUrl } from '@/components/ui/list-url';

const KINDS = ['focus', 'inventory', 'quality'] as const;

export const sourcesUrl = {
  ...listUrl,
  kind: parseAsStringLiteral(KINDS),
  enabled: parseAsBoolean,
  isStale: parseAsBoolean,
};

export type SourcesUrl = ListUrl & {
  kind: (typeof KINDS)[number] | null;
  enabled: boolean | null;
  isStale: boolean | null;
};

/** The stalest first. */
export const SOURCES_SORT = 'stale';
