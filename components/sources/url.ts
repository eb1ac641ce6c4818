import { listUrl } from '@/components/ui/list-url';

export const sourcesUrl = listUrl;

/** The stalest first. */
export const SOURCES_SORT = 'stale';
