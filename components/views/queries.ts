import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { type Page, request, withQuery } from '@/components/ui/request';
import type { ViewArea } from '@/lib/views/link.schema';
import type { SavedView } from '@/lib/views/schema';

export const viewsQuery = (area: ViewArea) =>
  queryOptions({
    queryKey: ['views', 'list', area],
    queryFn: ({ signal }) =>
      request<Page<SavedView>>(withQuery('/api/views', { area, limit: 200 }), { signal }),
    select: ({ items }) => items,
  });

/** The view that a list was opened with; none for an empty id. */
export const viewQuery = (id: string) =>
  queryOptions({
    queryKey: ['views', 'one', id],
    queryFn: ({ signal }) => request<SavedView>(`/api/views/${encodeURIComponent(id)}`, { signal }),
    enabled: id !== '',
    retry: false,
    staleTime: 60_000,
  });

const changesViews = (client: QueryClient) => () => client.invalidateQueries({ queryKey: ['views'] });

type NewView = { area: ViewArea; name: string; search: string; isShared: boolean };

export const saveView = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (json: NewView) => request<SavedView>('/api/views', { json }),
    onSuccess: changesViews(client),
  });

type Change = { id: string; name?: string; search?: string; isShared?: boolean };

export const changeView = (client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ id, ...json }: Change) =>
      request<SavedView>(`/api/views/${id}`, { method: 'PATCH', json }),
    onSuccess: changesViews(client),
  });

export const removeView = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (id: string) => request(`/api/views/${id}`, { method: 'DELETE' }),
    onSuccess: (_, id) => {
      client.removeQueries({ queryKey: ['views', 'one', id] });
      return client.invalidateQueries({ queryKey: ['views', 'list'] });
    },
  });
