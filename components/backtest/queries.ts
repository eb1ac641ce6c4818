import { keepPreviousData, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { type Page, request, withQuery } from '@/components/ui/request';
import type { BacktestPage, BacktestView, RequestedBacktest } from '@/lib/recommendations/backtest/schema';

const SOON = 2_000;
const LATER = 15_000;
const apiOf = (slug: string) => `/api/rule-sets/${encodeURIComponent(slug)}`;

export const hrefOfBacktest = (slug: string, id: string) => `/rules/${slug}/backtests/${id}`;

/** Looked at often while one of them is run. */
export const backtestsQuery = (slug: string, cursor: string | null) =>
  queryOptions({
    queryKey: ['backtests', 'list', slug, cursor],
    queryFn: ({ signal }) =>
      request<Page<BacktestView>>(withQuery(`${apiOf(slug)}/backtests`, { cursor, limit: 20 }), { signal }),
    refetchInterval: ({ state }) => (state.data?.items.some((one) => one.state === 'running') ? SOON : LATER),
    placeholderData: keepPreviousData,
  });

/** What is done does not change any more. */
export const backtestQuery = (slug: string, id: string) =>
  queryOptions({
    queryKey: ['backtests', 'one', slug, id],
    queryFn: ({ signal }) => request<BacktestPage>(`${apiOf(slug)}/backtests/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? SOON : false),
  });

type Ask = { slug: string; number: number; revision: number; weeks: number | null };

export const requestBacktest = (client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ slug, weeks, ...draft }: Ask) =>
      request<RequestedBacktest>(`${apiOf(slug)}/backtest`, {
        json: { ...draft, ...(weeks === null ? {} : { weeks }) },
      }),
    onSettled: () => client.invalidateQueries({ queryKey: ['backtests'] }),
  });

export const cancelBacktest = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (runId: string) => request(`/api/runs/${runId}/cancel`, { json: {} }),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['backtests'] }),
        client.invalidateQueries({ queryKey: ['runs'] }),
      ]),
  });
