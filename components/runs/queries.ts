import { keepPreviousData, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { download, type Page, request, withQuery } from '@/components/ui/request';
import type { EffectView } from '@/lib/effects/schema';
import type { LogView, RunDetail, RunView } from '@/lib/runs/schema';
import type { RunEffects } from '@/lib/tickets/schema';
import { isActive } from './states';
import { RUNS_SORT, type RunsUrl } from './url';

const SOON = 2_000;
const LATER = 15_000;

export const runsQuery = (url: RunsUrl) =>
  queryOptions({
    queryKey: ['runs', 'list', url],
    queryFn: ({ signal }) =>
      request<Page<RunView>>(withQuery('/api/runs', { ...url, sort: url.sort ?? RUNS_SORT }), { signal }),
    refetchInterval: ({ state }) => (state.data?.items.some(isActive) ? SOON : LATER),
    placeholderData: keepPreviousData,
  });

export const runQuery = (id: string) =>
  queryOptions({
    queryKey: ['runs', 'one', id],
    queryFn: ({ signal }) => request<RunDetail>(`/api/runs/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data && isActive(state.data) ? SOON : LATER),
  });

/** The log so far; each look asks only for what came after the last line. */
export const runLogQuery = (id: string, isLive: boolean) =>
  queryOptions({
    queryKey: ['runs', 'log', id],
    queryFn: async ({ signal, client, queryKey }) => {
      const known = client.getQueryData<LogView[]>(queryKey) ?? [];
      const path = withQuery(`/api/runs/${id}/logs`, { after: known.at(-1)?.id, limit: 1000 });
      const { items } = await request<{ items: LogView[] }>(path, { signal });
      return [...known, ...items];
    },
    refetchInterval: isLive ? SOON : false,
  });

/** What a run's distributions did outside, by state. */
export const runEffectsQuery = (id: string, isLive: boolean) =>
  queryOptions({
    queryKey: ['runs', 'effects', id],
    queryFn: ({ signal }) => request<RunEffects>(`/api/runs/${id}/effects`, { signal }),
    refetchInterval: isLive ? SOON : LATER,
  });

/** How many effects are uncertain right now: a resume looks them up first. */
export const uncertainQuery = () =>
  queryOptions({
    queryKey: ['effects', 'uncertain'],
    queryFn: ({ signal }) =>
      request<Page<EffectView>>(withQuery('/api/effects', { state: 'uncertain', limit: 200 }), { signal }),
    select: ({ items }) => items.length,
  });

const changesRuns = (client: QueryClient) => () => client.invalidateQueries({ queryKey: ['runs'] });

type Start = { graph: string; input: Record<string, unknown> };

export const startRun = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (json: Start) => request<{ runId: string }>('/api/runs', { json }),
    onSuccess: changesRuns(client),
  });

export const resumeRun = (client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ id, epoch }: { id: string; epoch: number }) =>
      request(`/api/runs/${id}/resume`, { json: { epoch } }),
    onSettled: changesRuns(client),
  });

export const cancelRun = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (id: string) => request(`/api/runs/${id}/cancel`, { json: {} }),
    onSettled: changesRuns(client),
  });

export const retryJob = (client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ id, job }: { id: string; job: string }) =>
      request(`/api/runs/${id}/retry`, { json: { job } }),
    onSettled: changesRuns(client),
  });

export const exportRuns = mutationOptions({
  mutationFn: ({ cursor: _, ...filter }: RunsUrl) => download(withQuery('/api/runs', filter), 'runs.csv'),
});
