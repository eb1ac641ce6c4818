import { keepPreviousData, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { download, type Page, request, withQuery } from '@/components/ui/request';
import type {
  RecommendationDetail,
  RecommendationTotals,
  RecommendationView,
} from '@/lib/recommendations/schema';
import type { ChargeTotals, ChargeView } from '@/lib/sources/views.schema';
import { type ChargesRange, chargesFilterOf } from './charges-range';
import { filterOf, type RecommendationsUrl } from './url';

const EVERY = 15_000;

export const recommendationsQuery = (url: RecommendationsUrl) =>
  queryOptions({
    queryKey: ['recommendations', 'list', url],
    queryFn: ({ signal }) =>
      request<Page<RecommendationView>>(withQuery('/api/recommendations', filterOf(url)), { signal }),
    refetchInterval: EVERY,
    placeholderData: keepPreviousData,
  });

export const totalsQuery = (url: RecommendationsUrl) => {
  const { cursor: _, sort: __, ...filter } = filterOf(url);
  return queryOptions({
    queryKey: ['recommendations', 'totals', filter],
    queryFn: ({ signal }) =>
      request<RecommendationTotals>(withQuery('/api/recommendations/totals', filter), { signal }),
    refetchInterval: EVERY,
    placeholderData: keepPreviousData,
  });
};

export const recommendationQuery = (id: string) =>
  queryOptions({
    queryKey: ['recommendations', 'one', id],
    queryFn: ({ signal }) => request<RecommendationDetail>(`/api/recommendations/${id}`, { signal }),
    refetchInterval: EVERY,
  });

export const chargesQuery = (resourceId: string, range: ChargesRange, cursor: string | null) =>
  queryOptions({
    queryKey: ['charges', resourceId, 'list', range, cursor],
    queryFn: ({ signal }) =>
      request<Page<ChargeView>>(
        withQuery(`/api/resources/${resourceId}/charges`, { ...chargesFilterOf(range), cursor, limit: 20 }),
        { signal },
      ),
    placeholderData: keepPreviousData,
  });

export const chargeTotalsQuery = (resourceId: string, range: ChargesRange) =>
  queryOptions({
    queryKey: ['charges', resourceId, 'totals', range],
    queryFn: ({ signal }) =>
      request<ChargeTotals>(
        withQuery(`/api/resources/${resourceId}/charges/totals`, chargesFilterOf(range)),
        { signal },
      ),
  });

export const exportCharges = mutationOptions({
  mutationFn: ({ resourceId, range }: { resourceId: string; range: ChargesRange }) =>
    download(withQuery(`/api/resources/${resourceId}/charges`, chargesFilterOf(range)), 'charges.csv'),
});

const changesRecommendations = (client: QueryClient) => () =>
  client.invalidateQueries({ queryKey: ['recommendations'] });

type Dismissal = { ids: string[]; reason: string; until: string | null };

/** One after the other: what was dismissed before one is refused stays dismissed. */
export const dismissRecommendations = (client: QueryClient) =>
  mutationOptions({
    mutationFn: async ({ ids, reason, until }: Dismissal) => {
      for (const id of ids) {
        await request(`/api/recommendations/${id}/dismiss`, {
          json: { reason, ...(until ? { until } : {}) },
        });
      }
    },
    onSettled: changesRecommendations(client),
  });

export const reopenRecommendation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (id: string) => request(`/api/recommendations/${id}/reopen`, { json: {} }),
    onSettled: changesRecommendations(client),
  });

/** Another issue after the first was deleted: a new incarnation, sent by the next distribution. */
export const renewTicket = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (id: string) => request(`/api/recommendations/${id}/ticket`, { json: {} }),
    onSettled: changesRecommendations(client),
  });

export const exportRecommendations = mutationOptions({
  mutationFn: (url: RecommendationsUrl) => {
    const { cursor: _, ...filter } = filterOf(url);
    return download(withQuery('/api/recommendations', filter), 'recommendations.csv');
  },
});
