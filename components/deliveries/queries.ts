import { keepPreviousData, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { download, type Page, request, withQuery } from '@/components/ui/request';
import type { ReplayPreview } from '@/lib/catalog/schema';
import type {
  DeliveriesSummary,
  DeliveryDetail,
  DeliveryState,
  DeliveryView,
  ReplayInput,
  SettleDead,
} from '@/lib/deliveries/schema';
import type { DeliveriesUrl } from './url';

const SOON = 2_000;
const EVERY = 4_000; // arrivals are looked at as they come
const LATER = 15_000;

export const deliveriesQuery = (url: DeliveriesUrl) =>
  queryOptions({
    queryKey: ['deliveries', 'list', url],
    queryFn: ({ signal }) => request<Page<DeliveryView>>(withQuery('/api/deliveries', url), { signal }),
    refetchInterval: EVERY,
    placeholderData: keepPreviousData,
  });

export const deliveriesSummaryQuery = () =>
  queryOptions({
    queryKey: ['deliveries', 'summary'],
    queryFn: ({ signal }) => request<DeliveriesSummary>('/api/deliveries/summary', { signal }),
    refetchInterval: EVERY,
  });

export const deliveryQuery = (id: string) =>
  queryOptions({
    queryKey: ['deliveries', 'one', id],
    queryFn: ({ signal }) => request<DeliveryDetail>(`/api/deliveries/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data?.state === 'pending' ? SOON : LATER),
  });

/** What a replay would change, asked afresh each time that it is looked at. */
export const replayPreviewQuery = (input: ReplayInput) =>
  queryOptions({
    queryKey: ['replay-preview', input],
    queryFn: ({ signal }) =>
      request<ReplayPreview>('/api/deliveries/replay/preview', { json: input, signal }),
    staleTime: 0,
    gcTime: 0,
  });

/** How many deliveries of a filter can be replayed at all. */
export const replayCountQuery = (input: ReplayInput | null) =>
  queryOptions({
    queryKey: ['deliveries', 'count', input],
    queryFn: ({ signal }) =>
      request<ReplayPreview>('/api/deliveries/replay/preview', { json: input, signal }),
    select: ({ deliveries }) => deliveries,
    enabled: input !== null,
  });

/** What is worked on again may be held, and may end a drift. */
const changesDeliveries = (client: QueryClient) => () =>
  Promise.all([
    client.invalidateQueries({ queryKey: ['deliveries'] }),
    client.invalidateQueries({ queryKey: ['quarantine'] }),
    client.invalidateQueries({ queryKey: ['drift'] }),
  ]);

export const replayDeliveries = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (json: ReplayInput) => request<{ deliveries: number }>('/api/deliveries/replay', { json }),
    onSettled: changesDeliveries(client),
  });

export const settleDead = (client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ id, settle }: { id: string; settle: SettleDead }) =>
      request<{ state: DeliveryState }>(`/api/deliveries/${id}/settle`, { json: settle }),
    onSettled: changesDeliveries(client),
  });

export const exportDeliveries = mutationOptions({
  mutationFn: ({ cursor: _, ...filter }: DeliveriesUrl) =>
    download(withQuery('/api/deliveries', filter), 'deliveries.csv'),
});
