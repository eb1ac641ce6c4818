import { keepPreviousData, mutationOptions, queryOptions } from '@tanstack/react-query';
import { download, type Page, request, withQuery } from '@/components/ui/request';
import type { CostGroups, CostTotals, CostView } from '@/lib/sources/costs.schema';
import { COSTS_SORT, type CostsUrl, costsFilterOf } from './url';

export const costsQuery = (url: CostsUrl) =>
  queryOptions({
    queryKey: ['costs', 'list', url],
    queryFn: ({ signal }) =>
      request<Page<CostView>>(
        withQuery('/api/charges', {
          ...costsFilterOf(url),
          sort: url.sort ?? COSTS_SORT,
          cursor: url.cursor,
        }),
        { signal },
      ),
    placeholderData: keepPreviousData,
  });

export const costTotalsQuery = (url: CostsUrl) =>
  queryOptions({
    queryKey: ['costs', 'totals', costsFilterOf(url)],
    queryFn: ({ signal }) =>
      request<CostTotals>(withQuery('/api/charges/totals', costsFilterOf(url)), { signal }),
    placeholderData: keepPreviousData,
  });

export const costGroupsQuery = (url: CostsUrl, by: string) =>
  queryOptions({
    queryKey: ['costs', 'groups', by, costsFilterOf(url)],
    queryFn: ({ signal }) =>
      request<CostGroups>(withQuery('/api/charges/groups', { ...costsFilterOf(url), by }), { signal }),
    placeholderData: keepPreviousData,
  });

export const exportCosts = mutationOptions({
  mutationFn: (url: CostsUrl) => download(withQuery('/api/charges', costsFilterOf(url)), 'charges.csv'),
});
