import { keepPreviousData, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { download, type Page, request, withQuery } from '@/components/ui/request';
import type {
  QuarantineSummary,
  QuarantineView,
  SettleAll,
  SettleFilter,
  SettlePreview,
} from '@/lib/catalog/quarantine.schema';
import { QUARANTINE_SORT, type QuarantineUrl } from './url';

const LATER = 15_000;

export const quarantinesQuery = (url: QuarantineUrl) =>
  queryOptions({
    queryKey: ['quarantine', 'list', url],
    queryFn: ({ signal }) =>
      request<Page<QuarantineView>>(
        withQuery('/api/quarantine', { ...url, sort: url.sort ?? QUARANTINE_SORT }),
        { signal },
      ),
    refetchInterval: LATER,
    placeholderData: keepPreviousData,
  });

export const quarantineSummaryQuery = () =>
  queryOptions({
    queryKey: ['quarantine', 'summary'],
    queryFn: ({ signal }) => request<QuarantineSummary>('/api/quarantine/summary', { signal }),
    refetchInterval: LATER,
  });

export const quarantineQuery = (id: string) =>
  queryOptions({
    queryKey: ['quarantine', 'one', id],
    queryFn: ({ signal }) => request<QuarantineView>(`/api/quarantine/${id}`, { signal }),
    refetchInterval: LATER,
  });

/** What is let through is a delivery, and ends a drift when it is written. */
const changesQuarantine = (client: QueryClient) => () =>
  Promise.all([
    client.invalidateQueries({ queryKey: ['quarantine'] }),
    client.invalidateQueries({ queryKey: ['deliveries'] }),
    client.invalidateQueries({ queryKey: ['drift'] }),
  ]);

type Values = Record<string, string | null>;

export const releaseHeld = (client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ id, ...json }: { id: string; note: string; values?: Values }) =>
      request<QuarantineView>(`/api/quarantine/${id}/release`, { json }),
    onSettled: changesQuarantine(client),
  });

export const rejectHeld = (client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ id, note }: { id: string; note: string }) =>
      request<QuarantineView>(`/api/quarantine/${id}/reject`, { json: { note } }),
    onSettled: changesQuarantine(client),
  });

type Many = { ids: string[]; deed: 'release' | 'reject'; note: string };
export type Settled = { settled: number; skipped: number };

export const settleMany = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (json: Many) => request<Settled>('/api/quarantine/settle', { json }),
    onSettled: changesQuarantine(client),
  });

export const settlePreviewQuery = (filter: SettleFilter | null) =>
  queryOptions({
    queryKey: ['quarantine', 'settle', filter],
    queryFn: ({ signal }) =>
      request<SettlePreview>('/api/quarantine/settle-all/preview', { json: { filter }, signal }),
    enabled: filter !== null,
  });

export type SettlingAll = { runId: string; changes: number };

export const settleAll = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (json: SettleAll) => request<SettlingAll>('/api/quarantine/settle-all', { json }),
    onSettled: changesQuarantine(client),
  });

export const exportQuarantine = mutationOptions({
  mutationFn: ({ cursor: _, ...filter }: QuarantineUrl) =>
    download(withQuery('/api/quarantine', filter), 'quarantine.csv'),
});
