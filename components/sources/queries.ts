import { keepPreviousData, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { download, type Page, request, withQuery } from '@/components/ui/request';
import type { Meeting } from '@/lib/sources/meeting.schema';
import type { ChangePreview, PreviewedChange } from '@/lib/sources/preview.schema';
import type { ImportResult, UpdateSourceInput } from '@/lib/sources/schema';
import type {
  FaultPage,
  ImportDetail,
  ImportView,
  SourceDetail,
  SourceView,
} from '@/lib/sources/views.schema';
import { type UploadPart, type UploadProgress, uploadFile } from './upload';
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

/** What waits for an answer; the questions of more imports than these are answered by the source's setting. */
export const waitingQuery = (sourceId: string) =>
  queryOptions({
    queryKey: ['sources', 'waiting', sourceId],
    queryFn: ({ signal }) =>
      request<Page<ImportView>>(
        withQuery(`/api/sources/${sourceId}/imports`, { waiting: true, limit: 100 }),
        { signal },
      ),
    refetchInterval: LATER,
  });

export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['sources', 'import', id],
    queryFn: ({ signal }) => request<ImportDetail>(`/api/imports/${id}`, { signal }),
  });

/** Asked anew each time it is shown: what counts may have changed meanwhile. */
export const changePreviewQuery = ({ importId, change, deliveryId }: PreviewedChange) =>
  queryOptions({
    queryKey: ['change-preview', importId, change, deliveryId ?? null],
    queryFn: ({ signal }) =>
      request<ChangePreview>(withQuery(`/api/imports/${importId}/preview`, { change, deliveryId }), {
        signal,
      }),
    gcTime: 0,
    staleTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  });

export type FaultFilter = { importId: string; kind: 'row' | 'cell' | null };

export const faultsQuery = (importId: string, kind: FaultFilter['kind']) =>
  queryOptions({
    queryKey: ['sources', 'faults', importId, kind],
    queryFn: ({ signal }) =>
      request<FaultPage>(withQuery(`/api/imports/${importId}/faults`, { kind, limit: 100 }), { signal }),
  });

const changesSources = (client: QueryClient) => () => client.invalidateQueries({ queryKey: ['sources'] });

/** What counts is shown by the sources and by the overview. */
const changesCounted = (client: QueryClient) => async () => {
  await Promise.all([
    client.invalidateQueries({ queryKey: ['sources'] }),
    client.invalidateQueries({ queryKey: ['overview'] }),
  ]);
};

type ImportChange = PreviewedChange & { note?: string };

/** Answers a waiting delivery, or undoes an import. */
export const changeImport = (client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ importId, change, deliveryId, note }: ImportChange) =>
      change === 'withdraw'
        ? request<{ runId: string | null }>(`/api/imports/${importId}/withdraw`, { json: { note } })
        : request<{ runId: string | null }>(`/api/imports/${importId}/answer`, {
            json: { deliveryId, answer: change, note },
          }),
    onSettled: changesCounted(client),
  });

export const changeSource = (client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ id, ...json }: UpdateSourceInput & { id: string }) =>
      request<{ answered: number; runId: string | null }>(`/api/sources/${id}`, { method: 'PATCH', json }),
    onSettled: changesCounted(client),
  });

type NewSource = { name: string; kind: string; config: { path?: string } };

export const createSource = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (json: NewSource) => request<{ id: string }>('/api/sources', { json }),
    onSuccess: changesSources(client),
  });

export type Uploaded = ImportResult & { runId: string | null };
type Upload = { sourceId: string; file: File; part?: UploadPart };
type Watch = { onProgress: (progress: UploadProgress | null) => void; onStop: (abort: () => void) => void };

export const importFile = (client: QueryClient, { onProgress, onStop }: Watch) =>
  mutationOptions({
    mutationFn: ({ sourceId, file, part }: Upload) => {
      onProgress(null);
      const { answer, abort } = uploadFile<Uploaded>(sourceId, { file, part }, onProgress);
      onStop(abort);
      return answer;
    },
    onSettled: changesCounted(client),
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
