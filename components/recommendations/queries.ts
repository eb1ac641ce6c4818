import { keepPreviousData, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { download, type Page, request, withQuery } from '@/components/ui/request';
import type { ConnectionView } from '@/lib/connections/schema';
import type {
  BatchView,
  RecommendationDetail,
  RecommendationTotals,
  RecommendationView,
} from '@/lib/recommendations/schema';
import type { ChargeTotals, ChargeView } from '@/lib/sources/views.schema';
import { type ChargesRange, chargesFilterOf } from './charges-range';
import { everyPageOf, type Filter, filterOf, type RecommendationsUrl } from './url';

const EVERY = 15_000;

export const recommendationsQuery = (url: RecommendationsUrl) =>
  queryOptions({
    queryKey: ['recommendations', 'list', url],
    queryFn: ({ signal }) =>
      request<Page<RecommendationView>>(withQuery('/api/recommendations', filterOf(url)), { signal }),
    refetchInterval: EVERY,
    placeholderData: keepPreviousData,
  });

export const totalsQuery = (url: RecommendationsUrl) => totalsOfQuery(everyPageOf(url));

/** What a filter comes to, or the rows that were chosen one by one. */
export const totalsOfQuery = (filter: Filter) =>
  queryOptions({
    queryKey: ['recommendations', 'totals', filter],
    queryFn: ({ signal }) =>
      request<RecommendationTotals>(withQuery('/api/recommendations/totals', filter), { signal }),
    refetchInterval: EVERY,
    placeholderData: keepPreviousData,
  });

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

/** Which ones a decision is about: these, or all that fit. */
export type Which = { ids: string[] } | { filter: Filter };

type Dismissal = { reason: string; until: string | null };

export const dismissRecommendation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ id, reason, until }: Dismissal & { id: string }) =>
      request(`/api/recommendations/${id}/dismiss`, { json: { reason, ...(until ? { until } : {}) } }),
    onSettled: changesRecommendations(client),
  });

/** Few are dismissed with the answer; many by a run, which the batch tells of. */
export const dismissMany = (client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ which, reason, until }: Dismissal & { which: Which }) =>
      request<BatchView>('/api/recommendations/dismiss', {
        json: { ...statedOf(which), reason, ...(until ? { until } : {}) },
      }),
    onSettled: changesRecommendations(client),
  });

export const undoBatch = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (batchId: string) => request<BatchView>('/api/recommendations/reopen', { json: { batchId } }),
    onSettled: changesRecommendations(client),
  });

/** How far a decision about many has come; the lists are read again as it goes on. */
export const batchQuery = (batch: BatchView) =>
  queryOptions({
    queryKey: ['batches', batch.id],
    queryFn: async ({ signal, client }) => {
      const now = await request<BatchView>(`/api/recommendations/batches/${batch.id}`, { signal });
      await client.invalidateQueries({ queryKey: ['recommendations'] });
      return now;
    },
    initialData: batch,
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? 1_000 : false),
  });

/** As JSON has it: what is not asked for is left out. */
function statedOf(which: Which) {
  if ('ids' in which) return which;
  return { filter: Object.fromEntries(Object.entries(which.filter).filter(([, value]) => value != null)) };
}

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

/** The trackers that an issue can be in. */
export const trackersQuery = () =>
  queryOptions({
    queryKey: ['connections', 'trackers'],
    queryFn: ({ signal }) =>
      request<Page<ConnectionView>>(withQuery('/api/connections', { limit: 200 }), { signal }),
    select: ({ items }) => items.filter(({ enabled }) => enabled),
  });

type Adoption = { id: string; connectionId: string; issueKey: string };

/** An issue that people opened themselves becomes the ticket. */
export const adoptTicket = (client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ id, ...json }: Adoption) =>
      request<{ ticketId: string }>(`/api/recommendations/${id}/ticket/adopt`, { json }),
    onSuccess: changesRecommendations(client),
  });

export const exportRecommendations = mutationOptions({
  mutationFn: (filter: Filter) => download(withQuery('/api/recommendations', filter), 'recommendations.csv'),
});
