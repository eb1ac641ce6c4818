import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { request } from '@/components/ui/request';
import type { CreateSenderInput, SenderSecrets, SenderView } from '@/lib/deliveries/schema';

export const sendersQuery = () =>
  queryOptions({
    queryKey: ['senders'],
    queryFn: ({ signal }) => request<{ items: SenderView[] }>('/api/senders', { signal }),
    refetchInterval: 15_000,
  });

/** A sender is a connection too; what is drifting may be stale by what it does. */
const changesSenders = (client: QueryClient) => () =>
  Promise.all([
    client.invalidateQueries({ queryKey: ['senders'] }),
    client.invalidateQueries({ queryKey: ['connections'] }),
    client.invalidateQueries({ queryKey: ['drift', 'summary'] }),
  ]);

export const createSender = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (json: CreateSenderInput) => request<SenderSecrets>('/api/senders', { json }),
    onSuccess: changesSenders(client),
  });

export const attachSender = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (id: string) => request<SenderView>(`/api/senders/${id}/attach`, { json: {} }),
    onSettled: changesSenders(client),
  });

export const detachSender = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (id: string) => request<SenderView>(`/api/senders/${id}/detach`, { json: {} }),
    onSettled: changesSenders(client),
  });

export const rotateSender = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (id: string) => request<SenderSecrets>(`/api/senders/${id}/rotate`, { json: {} }),
    onSuccess: changesSenders(client),
  });

/** What may have been lost was looked after: it was repaired, or does not matter. */
export const settleStale = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (id: string) => request<SenderView>(`/api/senders/${id}/settle-stale`, { json: {} }),
    onSettled: changesSenders(client),
  });

export const authorizePull = (client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ id, authorization }: { id: string; authorization: string | null }) =>
      request<SenderView>(`/api/senders/${id}/pull/authorization`, { json: { authorization } }),
    onSuccess: changesSenders(client),
  });

export const pullSender = (client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ id, whole }: { id: string; whole: boolean }) =>
      request<{ runId: string }>(`/api/senders/${id}/pull`, { json: { whole } }),
    onSettled: changesSenders(client),
  });
