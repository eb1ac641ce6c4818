import { keepPreviousData, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { download, type Page, request, withQuery } from '@/components/ui/request';
import type { Role } from '@/lib/people/roles.schema';
import type { TokenView } from '@/lib/people/tokens.schema';
import { TOKENS_SORT, type TokensUrl } from './url';

const EVERY = 15_000;

export const tokensQuery = (url: TokensUrl) =>
  queryOptions({
    queryKey: ['tokens', 'list', url],
    queryFn: ({ signal }) =>
      request<Page<TokenView>>(withQuery('/api/tokens', { ...url, sort: url.sort ?? TOKENS_SORT }), {
        signal,
      }),
    refetchInterval: EVERY,
    placeholderData: keepPreviousData,
  });

export const tokenQuery = (id: string) =>
  queryOptions({
    queryKey: ['tokens', 'one', id],
    queryFn: ({ signal }) => request<TokenView>(`/api/tokens/${id}`, { signal }),
    refetchInterval: EVERY,
  });

/** What is done to a token is an event of the audit log too. */
const changesTokens = (client: QueryClient) => async () => {
  await Promise.all([
    client.invalidateQueries({ queryKey: ['tokens'] }),
    client.invalidateQueries({ queryKey: ['audit'] }),
  ]);
};

type TokenWish = { name: string; role: Role; expiresAt?: string };
export type MadeToken = { id: string; token: string };

/** The answer is the only one that holds the token: it is forgotten with the dialog that shows it. */
export const createToken = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (json: TokenWish) => request<MadeToken>('/api/tokens', { json }),
    onSuccess: changesTokens(client),
    gcTime: 0,
  });

export const revokeToken = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (id: string) => request(`/api/tokens/${id}`, { method: 'DELETE' }),
    onSettled: changesTokens(client),
  });

export const exportTokens = mutationOptions({
  mutationFn: ({ cursor: _, ...filter }: TokensUrl) =>
    download(withQuery('/api/tokens', filter), 'tokens.csv'),
});
