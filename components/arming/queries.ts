import { keepPreviousData, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { download, type Page, request, withQuery } from '@/components/ui/request';
import type { ArmingPreview } from '@/lib/recommendations/arming-preview.schema';
import type { ArmingPlace, ArmingRow, ArmingState } from '@/lib/rules/arming.schema';
import { ARMING_SORT, type ArmingUrl } from './url';

const LATER = 30_000;

export const armingQuery = (url: ArmingUrl) =>
  queryOptions({
    queryKey: ['arming', 'list', url],
    queryFn: ({ signal }) =>
      request<Page<ArmingRow>>(withQuery('/api/arming', { ...url, sort: url.sort ?? ARMING_SORT }), {
        signal,
      }),
    refetchInterval: LATER,
    placeholderData: keepPreviousData,
  });

/** One rule set on every connection; null where there is none of that id. */
export const armedSetQuery = (ruleSetId: string) =>
  queryOptions({
    queryKey: ['arming', 'one', ruleSetId],
    queryFn: async ({ signal }) => {
      const { items } = await request<Page<ArmingRow>>(withQuery('/api/arming', { ruleSetId }), { signal });
      return items[0] ?? null;
    },
    refetchInterval: LATER,
  });

export const armingPreviewQuery = (place: ArmingPlace) =>
  queryOptions({
    queryKey: ['arming', 'preview', place],
    queryFn: ({ signal }) => request<ArmingPreview>(withQuery('/api/arming/preview', place), { signal }),
  });

export const setArming = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (json: ArmingPlace & { state: ArmingState }) =>
      request<ArmingPlace>('/api/arming', { method: 'PUT', json }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['arming'] }),
  });

export const exportArming = mutationOptions({
  mutationFn: ({ cursor: _, ...filter }: ArmingUrl) =>
    download(withQuery('/api/arming', filter), 'arming.csv'),
});
