import { keepPreviousData, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { download, type Page, request, withQuery } from '@/components/ui/request';
import type {
  ChangeUserInput,
  InviteInput,
  PasswordLinkView,
  UserDetail,
  UserView,
} from '@/lib/people/users.schema';
import { USERS_SORT, type UsersUrl } from './url';

const EVERY = 15_000;

export const usersQuery = (url: UsersUrl) =>
  queryOptions({
    queryKey: ['users', 'list', url],
    queryFn: ({ signal }) =>
      request<Page<UserView>>(withQuery('/api/users', { ...url, sort: url.sort ?? USERS_SORT }), { signal }),
    refetchInterval: EVERY,
    placeholderData: keepPreviousData,
  });

export const userQuery = (id: string) =>
  queryOptions({
    queryKey: ['users', 'one', id],
    queryFn: ({ signal }) => request<UserDetail>(`/api/users/${id}`, { signal }),
    refetchInterval: EVERY,
  });

/** Two of those who can administer: enough to know whether somebody is the last. */
export const ADMINISTRATORS = { role: 'admin', state: 'active', limit: 2 } as const;
export const administratorsQuery = () =>
  queryOptions({
    queryKey: ['users', 'administrators'],
    queryFn: ({ signal }) => request<Page<UserView>>(withQuery('/api/users', ADMINISTRATORS), { signal }),
    refetchInterval: EVERY,
  });

/** What is done to a user is an event of the audit log too. */
const changesUsers = (client: QueryClient) => async () => {
  await Promise.all([
    client.invalidateQueries({ queryKey: ['users'] }),
    client.invalidateQueries({ queryKey: ['audit'] }),
  ]);
};

/** Both answers hold a link that is as good as a password: they are forgotten with the dialog that shows it. */
export const inviteUser = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (json: InviteInput) => request<PasswordLinkView>('/api/invitations', { json }),
    onSuccess: changesUsers(client),
    gcTime: 0,
  });

export const createPasswordLink = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (id: string) => request<PasswordLinkView>(`/api/users/${id}/reset-link`, { json: {} }),
    onSuccess: changesUsers(client),
    gcTime: 0,
  });

export const changeUser = (client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ id, ...json }: ChangeUserInput & { id: string }) =>
      request<UserView>(`/api/users/${id}`, { method: 'PATCH', json }),
    onSettled: changesUsers(client),
  });

export const disableUser = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (id: string) => request<UserView>(`/api/users/${id}/disable`, { json: {} }),
    onSettled: changesUsers(client),
  });

export const enableUser = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (id: string) => request<UserView>(`/api/users/${id}/enable`, { json: {} }),
    onSettled: changesUsers(client),
  });

/** All of a user's sessions, or the one that is named. */
export const endSessions = (client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ userId, sessionId }: { userId: string; sessionId?: string }) =>
      request<{ ended: number }>(
        sessionId ? `/api/users/${userId}/sessions/${sessionId}` : `/api/users/${userId}/sessions`,
        { method: 'DELETE' },
      ),
    onSettled: changesUsers(client),
  });

export const exportUsers = mutationOptions({
  mutationFn: ({ cursor: _, ...filter }: UsersUrl) => download(withQuery('/api/users', filter), 'users.csv'),
});
