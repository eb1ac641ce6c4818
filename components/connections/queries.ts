import { keepPreviousData, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { download, type Page, request, withQuery } from '@/components/ui/request';
import type { ConnectionKind } from '@/lib/connections/kinds.schema';
import type {
  ConnectionDetail,
  ConnectionTest,
  ConnectionView,
  CreateConnectionInput,
  SiteIssueType,
  SiteProject,
  TryConnectionInput,
  UpdateConnectionInput,
} from '@/lib/connections/schema';
import { CONNECTIONS_SORT, type ConnectionsUrl } from './url';

const LATER = 15_000;
const ASKED_AGAIN = 60_000;

export const connectionsQuery = (url: ConnectionsUrl) =>
  queryOptions({
    queryKey: ['connections', 'list', url],
    queryFn: ({ signal }) =>
      request<Page<ConnectionView>>(
        withQuery('/api/connections', { ...url, sort: url.sort ?? CONNECTIONS_SORT }),
        { signal },
      ),
    refetchInterval: LATER,
    placeholderData: keepPreviousData,
  });

export const connectionQuery = (id: string) =>
  queryOptions({
    queryKey: ['connections', 'one', id],
    queryFn: ({ signal }) => request<ConnectionDetail>(`/api/connections/${id}`, { signal }),
    refetchInterval: LATER,
  });

/** Every connection of a kind by name, for a form to choose from. */
export const connectionChoicesQuery = (kind: ConnectionKind) =>
  queryOptions({
    queryKey: ['connections', 'choices', kind],
    queryFn: ({ signal }) =>
      request<Page<ConnectionView>>(withQuery('/api/connections', { kind, sort: 'name', limit: '200' }), {
        signal,
      }),
    select: ({ items }) => items,
  });

/** What the site lists now; a site that is away says so at once instead of being asked again and again. */
export const siteProjectsQuery = (connectionId: string) =>
  queryOptions({
    queryKey: ['connections', 'projects', connectionId],
    queryFn: ({ signal }) =>
      request<{ items: SiteProject[] }>(`/api/connections/${connectionId}/projects`, { signal }),
    select: ({ items }) => items,
    enabled: connectionId !== '',
    staleTime: ASKED_AGAIN,
    retry: false,
  });

export const siteIssueTypesQuery = (connectionId: string, projectKey: string) =>
  queryOptions({
    queryKey: ['connections', 'issue-types', connectionId, projectKey],
    queryFn: ({ signal }) =>
      request<{ items: SiteIssueType[] }>(
        `/api/connections/${connectionId}/projects/${encodeURIComponent(projectKey)}/issue-types`,
        { signal },
      ),
    select: ({ items }) => items,
    enabled: connectionId !== '' && projectKey !== '',
    staleTime: ASKED_AGAIN,
    retry: false,
  });

const isOf = (area: unknown) => area === 'connections' || area === 'routes' || area === 'arming';

/** Routes show names of connections, and the shell knows which one is a sandbox. */
const changesConnections = (client: QueryClient) => () =>
  Promise.all([
    client.invalidateQueries({ queryKey: ['connections'] }),
    client.invalidateQueries({ queryKey: ['routes'] }),
    client.invalidateQueries({ queryKey: ['arming'] }),
  ]);

export const createConnection = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (json: CreateConnectionInput) => request<ConnectionView>('/api/connections', { json }),
    onSuccess: changesConnections(client),
  });

export const updateConnection = (client: QueryClient, id: string) =>
  mutationOptions({
    mutationFn: (json: UpdateConnectionInput) =>
      request<ConnectionView>(`/api/connections/${id}`, { method: 'PATCH', json }),
    onSuccess: changesConnections(client),
  });

export const removeConnection = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (id: string) => request(`/api/connections/${id}`, { method: 'DELETE' }),
    // The panel is still open on what is gone: everything but that is read again.
    onSuccess: (_, id) =>
      client.invalidateQueries({ predicate: ({ queryKey }) => isOf(queryKey[0]) && queryKey[2] !== id }),
  });

export const testConnection = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (id: string) => request<ConnectionTest>(`/api/connections/${id}/test`, { json: {} }),
    onSettled: changesConnections(client),
  });

/** Tries values that are not saved. */
export const tryConnection = () =>
  mutationOptions({
    mutationFn: (json: TryConnectionInput) => request<ConnectionTest>('/api/connections/test', { json }),
  });

export const exportConnections = mutationOptions({
  mutationFn: ({ cursor: _, ...filter }: ConnectionsUrl) =>
    download(withQuery('/api/connections', filter), 'connections.csv'),
});
