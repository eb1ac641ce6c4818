import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { request } from '@/components/ui/request';
import type { SessionView } from '@/lib/people/users.schema';
import { signInWith } from './credentials';

export const ownSessionsQuery = () =>
  queryOptions({
    queryKey: ['account', 'sessions'],
    queryFn: ({ signal }) => request<{ items: SessionView[] }>('/api/account/sessions', { signal }),
    refetchInterval: 30_000,
  });

const changesSessions = (client: QueryClient) => () =>
  client.invalidateQueries({ queryKey: ['account', 'sessions'] });

export const endSession = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (id: string) => request(`/api/account/sessions/${id}`, { method: 'DELETE' }),
    onSuccess: changesSessions(client),
  });

export const endOtherSessions = (client: QueryClient) =>
  mutationOptions({
    mutationFn: () => request('/api/account/sessions/end-others', { json: {} }),
    onSuccess: changesSessions(client),
  });

type PasswordChange = { current: string; next: string };

/** Changes the password, which ends every other session. */
export const changePassword = mutationOptions({
  mutationFn: (json: PasswordChange) => request('/api/account/password', { json }),
  onSuccess: () => window.location.assign('/'),
});

type PasswordByLink = { token: string; password: string };

/** Sets the password and signs in with it. */
export const setPassword = mutationOptions({
  mutationFn: async (json: PasswordByLink) => {
    const { email } = await request<{ email: string }>('/api/account/password/set', { json });
    const fault = await signInWith(email, json.password);
    window.location.assign(fault === null ? '/' : '/sign-in');
  },
});

export const askForLink = mutationOptions({
  mutationFn: (email: string) =>
    request<{ detail: string }>('/api/account/password/forgot', { json: { email } }),
});
