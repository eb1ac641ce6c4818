import { keepPreviousData, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { request, withQuery } from '@/components/ui/request';
import type { RetentionKind } from '@/lib/retention/kinds.schema';
import type { RetentionAmount, RetentionRow, SetRetentionInput } from '@/lib/retention/schema';

export const retentionQuery = () =>
  queryOptions({
    queryKey: ['retention', 'all'],
    queryFn: ({ signal }) => request<{ items: RetentionRow[] }>('/api/retention', { signal }),
    select: ({ items }) => items,
    refetchInterval: 60_000,
  });

/** What would go if a kind were kept so long: asked as one types. */
export const retentionPreviewQuery = (kind: RetentionKind, keepDays: number | null) =>
  queryOptions({
    queryKey: ['retention', 'preview', kind, keepDays],
    queryFn: ({ signal }) =>
      request<RetentionAmount>(withQuery('/api/retention/preview', { kind, keepDays }), { signal }),
    enabled: keepDays !== null,
    placeholderData: keepPreviousData,
    retry: false,
  });

export const setRetention = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (json: SetRetentionInput) =>
      request<SetRetentionInput>('/api/retention', { method: 'PUT', json }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['retention'] }),
  });

/** Deletes now what would go with the next run. */
export const deleteNow = (client: QueryClient) =>
  mutationOptions({
    mutationFn: () => request<{ runId: string }>('/api/runs', { json: { graph: 'retention', input: {} } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['runs'] }),
  });
