import { keepPreviousData, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { download, type Page, request, withQuery } from '@/components/ui/request';
import type {
  CreateExemptionInput,
  ExemptionPreview,
  ExemptionScope,
  ExemptionSummary,
  ExemptionView,
} from '@/lib/recommendations/exemptions/schema';
import type { RecommendationChoices } from '@/lib/recommendations/schema';
import { EXEMPTIONS_SORT, type ExemptionsUrl } from './url';

const LATER = 15_000;

export const exemptionsQuery = (url: ExemptionsUrl) =>
  queryOptions({
    queryKey: ['exemptions', 'list', url],
    queryFn: ({ signal }) =>
      request<Page<ExemptionView>>(
        withQuery('/api/exemptions', { ...url, sort: url.sort ?? EXEMPTIONS_SORT }),
        { signal },
      ),
    refetchInterval: LATER,
    placeholderData: keepPreviousData,
  });

export const exemptionQuery = (id: string) =>
  queryOptions({
    queryKey: ['exemptions', 'one', id],
    queryFn: ({ signal }) => request<ExemptionView>(`/api/exemptions/${id}`, { signal }),
    refetchInterval: LATER,
  });

export const exemptionsSummaryQuery = () =>
  queryOptions({
    queryKey: ['exemptions', 'summary'],
    queryFn: ({ signal }) => request<ExemptionSummary>('/api/exemptions/summary', { signal }),
    refetchInterval: LATER,
  });

/** What one would cover; null while it is not said what it is of. */
export const exemptionPreviewQuery = (scope: ExemptionScope | null) =>
  queryOptions({
    queryKey: ['exemption-preview', scope],
    queryFn: ({ signal }) => request<ExemptionPreview>('/api/exemptions/preview', { json: scope, signal }),
    enabled: scope !== null,
    placeholderData: keepPreviousData,
  });

/** The rule sets, actions and accounts that have findings. */
export const findingChoicesQuery = () =>
  queryOptions({
    queryKey: ['recommendations', 'choices'],
    queryFn: ({ signal }) => request<RecommendationChoices>('/api/recommendations/choices', { signal }),
    staleTime: 60_000,
  });

const changesExemptions = (client: QueryClient) => () =>
  client.invalidateQueries({ queryKey: ['exemptions'] });

export const createExemption = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (json: CreateExemptionInput) => request<ExemptionView>('/api/exemptions', { json }),
    onSettled: changesExemptions(client),
  });

export const extendExemption = (client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ id, until }: { id: string; until: string }) =>
      request<ExemptionView>(`/api/exemptions/${id}/extend`, { json: { until } }),
    onSettled: changesExemptions(client),
  });

export const endExemption = (client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ id, note }: { id: string; note: string }) =>
      request<ExemptionView>(`/api/exemptions/${id}/end`, { json: { note } }),
    onSettled: changesExemptions(client),
  });

export const exportExemptions = mutationOptions({
  mutationFn: ({ cursor: _, ...filter }: ExemptionsUrl) =>
    download(withQuery('/api/exemptions', filter), 'exemptions.csv'),
});
