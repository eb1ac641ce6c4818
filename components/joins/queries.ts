import { keepPreviousData, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { request, withQuery } from '@/components/ui/request';
import type {
  DoublePage,
  JoinPage,
  JoinPair,
  JoinPreview,
  JoinReason,
} from '@/lib/recommendations/joins/schema';

const PAGE = 20;

export const doublesQuery = (cursor: string | null) =>
  queryOptions({
    queryKey: ['joins', 'doubles', cursor],
    queryFn: ({ signal }) =>
      request<DoublePage>(withQuery('/api/resources/doubles', { cursor, limit: PAGE }), { signal }),
    placeholderData: keepPreviousData,
  });

export const joinsQuery = (cursor: string | null) =>
  queryOptions({
    queryKey: ['joins', 'list', cursor],
    queryFn: ({ signal }) =>
      request<JoinPage>(withQuery('/api/resource-joins', { cursor, limit: PAGE }), { signal }),
    placeholderData: keepPreviousData,
  });

export const previewQuery = ({ keptId, joinedId }: JoinPair) =>
  queryOptions({
    queryKey: ['joins', 'preview', keptId, joinedId],
    queryFn: ({ signal }) =>
      request<JoinPreview>(withQuery('/api/resource-joins/preview', { keptId, joinedId }), { signal }),
    gcTime: 0, // what it says may change with any run
    retry: false,
  });

/** Recommendations and tickets change with a join, so whatever is shown is read again. */
const changesAll = (client: QueryClient) => () => client.invalidateQueries();

export const joinResources = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (json: JoinPair) => request<{ id: string }>('/api/resource-joins', { json }),
    onSuccess: changesAll(client),
  });

export const joinAll = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (reason: JoinReason) =>
      request<{ runId: string }>('/api/resource-joins/all', { json: { reason } }),
    onSuccess: changesAll(client),
  });

export const undoJoin = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (id: string) => request(`/api/resource-joins/${id}/undo`, { json: {} }),
    onSuccess: changesAll(client),
  });

export const closeDuplicates = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (id: string) => request(`/api/resource-joins/${id}/close-duplicates`, { json: {} }),
    onSuccess: changesAll(client),
  });
