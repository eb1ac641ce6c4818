import { keepPreviousData, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { download, type Page, request, withQuery } from '@/components/ui/request';
import type {
  DriftSummary,
  DriftView,
  IgnoreInput,
  IgnoreView,
  RecordDetail,
  RepairInput,
  RepairPreview,
  RepairView,
} from '@/lib/catalog/schema';
import { type DriftUrl, type RepairsUrl, recordIdOf, recordOf } from './url';

const SOON = 2_000;
const LATER = 15_000;

/** A record of the list; its id is the way to its panel. */
export type DriftRow = DriftView & { id: string };

export const driftQuery = (url: DriftUrl) =>
  queryOptions({
    queryKey: ['drift', 'list', url],
    queryFn: ({ signal }) => request<Page<DriftView>>(withQuery('/api/drift', url), { signal }),
    select: ({ items, nextCursor }): Page<DriftRow> => ({
      items: items.map((item) => ({ ...item, id: recordIdOf(item) })),
      nextCursor,
    }),
    refetchInterval: LATER,
    placeholderData: keepPreviousData,
  });

export const driftSummaryQuery = () =>
  queryOptions({
    queryKey: ['drift', 'summary'],
    queryFn: ({ signal }) => request<DriftSummary>('/api/drift/summary', { signal }),
    refetchInterval: ({ state }) =>
      state.data?.definitions.some(({ isScanning }) => isScanning) ? SOON : LATER,
  });

/** By the id that the list's rows have. */
export const recordQuery = (id: string) =>
  queryOptions({
    queryKey: ['drift', 'record', id],
    queryFn: ({ signal }) => {
      const { definitionId, key } = recordOf(id);
      return request<RecordDetail>(`/api/records/${definitionId}/${encodeURIComponent(key)}`, { signal });
    },
    refetchInterval: LATER,
  });

/** What a repair would do, asked afresh each time that it is looked at. */
export const repairPreviewQuery = (input: RepairInput) =>
  queryOptions({
    queryKey: ['repair-preview', input],
    queryFn: ({ signal }) => request<RepairPreview>('/api/drift/repair/preview', { json: input, signal }),
    staleTime: 0,
    gcTime: 0,
  });

/** How many drifted records fit a filter that the summary does not count. */
export const driftCountQuery = (input: RepairInput | null) =>
  queryOptions({
    queryKey: ['drift', 'count', input],
    queryFn: ({ signal }) => request<RepairPreview>('/api/drift/repair/preview', { json: input, signal }),
    select: ({ records }) => records,
    enabled: input !== null,
  });

const changesDrift = (client: QueryClient) => () => client.invalidateQueries({ queryKey: ['drift'] });

export type Started = { batchId: string; runId: string; records: number };

export const startRepair = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (json: RepairInput) => request<Started>('/api/drift/repair', { json }),
    onSettled: changesDrift(client),
  });

export const undoRepair = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (id: string) => request<Started>(`/api/repairs/${id}/undo`, { json: {} }),
    onSettled: changesDrift(client),
  });

export const startScans = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (slugs: string[]) =>
      Promise.all(
        slugs.map((slug) =>
          request<{ runId: string }>(`/api/syncs/${encodeURIComponent(slug)}/scan`, { json: {} }),
        ),
      ),
    onSettled: changesDrift(client),
  });

export const repairsQuery = (url: RepairsUrl) =>
  queryOptions({
    queryKey: ['drift', 'repairs', url],
    queryFn: ({ signal }) => request<Page<RepairView>>(withQuery('/api/repairs', url), { signal }),
    refetchInterval: ({ state }) =>
      state.data?.items.some((repair) => repair.state === 'asked') ? SOON : LATER,
    placeholderData: keepPreviousData,
  });

export const ignoresQuery = () =>
  queryOptions({
    queryKey: ['drift', 'ignores'],
    queryFn: ({ signal }) => request<{ items: IgnoreView[] }>('/api/drift/ignores', { signal }),
    select: ({ items }): Page<IgnoreView> => ({ items, nextCursor: null }),
    refetchInterval: LATER,
  });

/** What an exception would hide, of what is not hidden yet. */
export const ignorePreviewQuery = (json: Pick<IgnoreInput, 'definitionId' | 'key' | 'field'>) =>
  queryOptions({
    queryKey: ['ignore-preview', json],
    queryFn: ({ signal }) => request<{ hides: number }>('/api/drift/ignores/preview', { json, signal }),
    enabled: json.field !== '',
    gcTime: 0,
  });

export const ignoreField = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (json: IgnoreInput) => request<IgnoreView>('/api/drift/ignores', { json }),
    onSettled: changesDrift(client),
  });

export const endIgnore = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (id: string) => request(`/api/drift/ignores/${id}`, { method: 'DELETE' }),
    onSettled: changesDrift(client),
  });

export const exportDrift = mutationOptions({
  mutationFn: ({ cursor: _, ...filter }: DriftUrl) => download(withQuery('/api/drift', filter), 'drift.csv'),
});

export const exportRepairs = mutationOptions({
  mutationFn: ({ cursor: _, ...filter }: RepairsUrl) =>
    download(withQuery('/api/repairs', filter), 'repairs.csv'),
});
