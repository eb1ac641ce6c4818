import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { request, withQuery } from '@/components/ui/request';
import type { SearchResult } from '@/lib/search/schema';

/** Records that begin with the text; a text that is typed over cancels the call for it. */
export const searchQuery = (q: string) =>
  queryOptions({
    queryKey: ['search', q],
    queryFn: ({ signal }) => request<SearchResult>(withQuery('/api/search', { q }), { signal }),
    enabled: q !== '',
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });
