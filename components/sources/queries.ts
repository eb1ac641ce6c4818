import { keepPreviousData, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { download, type Page, request, withQuery } from '@/components/ui/request';
import type { Meeting } from '@/lib/sources/meeting.schema';
import type { ImportResult, UpdateSourceInput } from '@/lib/sources/schema';
import type { FaultPage, ImportView, SourceDetail, SourceView } from '@/lib/sources/views.schema';
import { type UploadProgress, uploadFile } from './upload';
import { SOURCES_SORT, type SourcesUrl } from './url';

const SOON = 2_000;
const LATER = 15_000;

export const sourcesQuery = (url: SourcesUrl) =>
  queryOptions({
    queryKey: ['sources', 'list', url],
    queryFn: ({ signal }) =>
      request<Page<SourceView>>(withQuery('/api/sources', { ...url, sort: url.sort ?? SOURCES_SORT }), {
        signal,
      }),
    refetchInterval: LATER,
    placeholderData: keepPreviousData,
  });

export const sourceQuery = (id: string) =>
  queryOptions({
    queryKey: ['sources', 'one', id],
    queryFn: ({ signal }) => request<SourceDetail>(`/api/sources/${id}`, { signal }),
    refetchInterval: 5_000, // a run that an upload started reads it within seconds
  });

export const meetingQuery = (id: string) =>
  queryOptions({
    queryKey: ['sources', 'meeting', id],
    queryFn: ({ signal }) => request<Meeting>(`/api/sources/${id}/meeting`, { signal }),
    staleTime: 60_000, // readings come hourly at most
  });

export const importsQuery = (sourceId: string, cursor: string | null) =>
  queryOptions({
    queryKey: ['sources', 'imports', sourceId, cursor],
    queryFn: ({ signal }) =>
      request<Page<ImportView>>(withQuery(`/api/sources/${sourceId}/imports`, { cursor, limit: 10 }), {
        signal,
      }),
    refetchInterval: ({ state }) =>
      state.data?.items.some((one) => one.state === 'receiving') ? SOON : LATER,
    placeholderData: keepPreviousData,
  });

export type FaultFilter = { importId: string; kind: 'row' | 'cell' | null };

export const faultsQuery = (importId: string, kind: FaultFilter['kind']) =>
  queryOptions({
    queryKey: ['sources', 'faults', importId, kind],
    queryFn: ({ signal }) =>
      request<FaultPage>(withQuery(`/api/imports/${importId}/faults`, { kind, limit: 100 }), { signal }),
  });

const changesSources = (client: QueryClient) => () => client.invalidateQueries({ queryKey: ['sources'] });

type NewSource = { name: string; kind: string; config: { path?: string } };

export const createSource = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (json: NewSource) => request<{ id: string }>('/api/sources', { json }),
    onSuccess: changesSources(client),
  });

type Changes = { id: string; config: NonNullable<UpdateSourceInput['config']> };

export const changeSource = (client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ id, ...json }: Changes) =>
      request<{ answered: number; runId: string | null }>(`/api/sources/${id}`, { method: 'PATCH', json }),
    onSuccess: changesSources(client),
  });

type Upload = { sourceId: string; file: File };
type Watch = { onProgress: (progress: UploadProgress | null) => void; onStop: (abort: () => void) => void };

export const importFile = (client: QueryClient, { onProgress, onStop }: Watch) =>
  mutationOptions({
    mutationFn: ({ sourceId, file }: Upload) => {
      onProgress(null);
      const { answer, abort } = uploadFile<ImportResult & { runId: string | null }>(
        sourceId,
        file,
        onProgress,
      );
      onStop(abort);
      return answer;
    },
    onSettled: changesSources(client),
  });

export const cancelImport = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (id: string) => request(`/api/imports/${id}/cancel`, { json: {} }),
    onSettled: changesSources(client),
  });

export const exportSources = mutationOptions({
  mutationFn: ({ cursor: _, ...filter }: SourcesUrl) =>
    download(withQuery('/api/sources', filter), 'sources.csv'),
});

export const exportImports = mutationOptions({
  mutationFn: (sourceId: string) => download(`/api/sources/${sourceId}/imports`, 'imports.csv'),
});

export const exportFaults = mutationOptions({
  mutationFn: ({ importId, kind }: FaultFilter) =>
    download(withQuery(`/api/imports/${importId}/faults`, { kind }), 'refused-rows-and-cells.csv'),
});
