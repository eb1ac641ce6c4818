import { keepPreviousData, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { ListUrl } from '@/components/ui/list-url';
import { download, type Page, request, withQuery } from '@/components/ui/request';
import type {
  PreviewRouteInput,
  RoutePreview,
  UnroutedOwner,
} from '@/lib/recommendations/route-preview.schema';
import type { RecommendationView } from '@/lib/recommendations/schema';
import type {
  AccountOwnerRow,
  AccountOwnerView,
  RouteInput,
  RouteRow,
  RouteView,
} from '@/lib/tickets/schema';
import { ACCOUNT_OWNERS_SORT, ROUTES_SORT } from './url';

const LATER = 30_000;

export const routesQuery = (url: ListUrl) =>
  queryOptions({
    queryKey: ['routes', 'list', url],
    queryFn: ({ signal }) =>
      request<Page<RouteRow>>(withQuery('/api/routes', { ...url, sort: url.sort ?? ROUTES_SORT }), {
        signal,
      }),
    refetchInterval: LATER,
    placeholderData: keepPreviousData,
  });

export const routeQuery = (id: string) =>
  queryOptions({
    queryKey: ['routes', 'one', id],
    queryFn: ({ signal }) => request<RouteRow>(`/api/routes/${id}`, { signal }),
  });

export const unroutedQuery = () =>
  queryOptions({
    queryKey: ['routes', 'unrouted'],
    queryFn: ({ signal }) => request<{ items: UnroutedOwner[] }>('/api/routes/unrouted', { signal }),
    select: ({ items }) => items,
    refetchInterval: LATER,
  });

export const accountOwnersQuery = (url: ListUrl) =>
  queryOptions({
    queryKey: ['account-owners', 'list', url],
    queryFn: ({ signal }) =>
      request<Page<AccountOwnerRow>>(
        withQuery('/api/account-owners', { ...url, sort: url.sort ?? ACCOUNT_OWNERS_SORT }),
        { signal },
      ),
    refetchInterval: LATER,
    placeholderData: keepPreviousData,
  });

/** One account owner by its id: the provider, a colon, the account. */
export const accountOwnerQuery = (id: string) =>
  queryOptions({
    queryKey: ['account-owners', 'one', id],
    queryFn: async ({ signal }) => {
      const [provider = '', ...account] = id.split(':');
      const path = withQuery('/api/account-owners', { provider, account: account.join(':') });
      return (await request<Page<AccountOwnerRow>>(path, { signal })).items[0] ?? null;
    },
  });

/** Resources with a finding whose name or id has the text. */
export const resourcesQuery = (q: string) =>
  queryOptions({
    queryKey: ['recommendations', 'resources', q],
    queryFn: ({ signal }) =>
      request<Page<RecommendationView>>(withQuery('/api/recommendations', { q, limit: 20 }), { signal }),
    select: ({ items }) => [...new Map(items.map((item) => [item.resourceId, item])).values()].slice(0, 8),
    enabled: q.length > 1,
    placeholderData: keepPreviousData,
  });

const changesRoutes = (client: QueryClient) => () =>
  Promise.all([
    client.invalidateQueries({ queryKey: ['routes'] }),
    client.invalidateQueries({ queryKey: ['account-owners'] }),
    client.invalidateQueries({ queryKey: ['arming'] }),
  ]);

export const saveRoute = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (json: RouteInput) => request<RouteView>('/api/routes', { json }),
    onSuccess: changesRoutes(client),
  });

export const removeRoute = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (id: string) => request(`/api/routes/${id}`, { method: 'DELETE' }),
    // The panel is still open on what is gone: everything but that is read again.
    onSuccess: (_, id) =>
      client.invalidateQueries({ queryKey: ['routes'], predicate: ({ queryKey }) => queryKey[2] !== id }),
  });

export const saveAccountOwner = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (json: AccountOwnerView) =>
      request<AccountOwnerRow>('/api/account-owners', { method: 'PUT', json }),
    onSuccess: changesRoutes(client),
  });

export const removeAccountOwner = (client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ provider, account }: Pick<AccountOwnerView, 'provider' | 'account'>) =>
      request(withQuery('/api/account-owners', { provider, account }), { method: 'DELETE' }),
    onSuccess: changesRoutes(client),
  });

/** Asks where a ticket would go; changes nothing. */
export const previewRoute = () =>
  mutationOptions({
    mutationFn: (json: PreviewRouteInput) => request<RoutePreview>('/api/routes/preview', { json }),
  });

export const exportRoutes = mutationOptions({
  mutationFn: ({ cursor: _, ...filter }: ListUrl) => download(withQuery('/api/routes', filter), 'routes.csv'),
});

export const exportAccountOwners = mutationOptions({
  mutationFn: ({ cursor: _, ...filter }: ListUrl) =>
    download(withQuery('/api/account-owners', filter), 'account-owners.csv'),
});
