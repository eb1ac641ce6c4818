import { keepPreviousData, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { request, withQuery } from '@/components/ui/request';
import type {
  CheckDefinition,
  DefinitionDetail,
  DefinitionView,
  QualityOverTime,
  SaveDefinition,
} from '@/lib/catalog/schema';

const LATER = 15_000;
const SELDOM = 60_000;
const apiOf = (slug: string) => `/api/syncs/${encodeURIComponent(slug)}`;

/** With what each counts, which over many records takes a while: asked for seldom. */
export const definitionsQuery = () =>
  queryOptions({
    queryKey: ['syncs', 'list'],
    queryFn: ({ signal }) => request<{ items: DefinitionView[] }>('/api/syncs', { signal }),
    refetchInterval: SELDOM,
  });

/** Asked again while it is open: that is how one hears of a version that somebody else has saved. */
export const definitionQuery = (slug: string) =>
  queryOptions({
    queryKey: ['syncs', 'one', slug],
    queryFn: ({ signal }) => request<DefinitionDetail>(apiOf(slug), { signal }),
    refetchInterval: LATER,
  });

/** What the server says of a text, against the library's real columns too. The last answer stays until the next. */
export const checkQuery = (yaml: string) =>
  queryOptions({
    queryKey: ['syncs', 'check', yaml],
    queryFn: ({ signal }) => request<CheckDefinition>('/api/syncs/check', { json: { yaml }, signal }),
    enabled: yaml !== '',
    gcTime: 30_000,
    placeholderData: keepPreviousData,
  });

/** How far back the figures of quality are shown. */
export const QUALITY_DAYS = 90;

export const qualityQuery = (slug: string) =>
  queryOptions({
    queryKey: ['syncs', 'quality', slug],
    queryFn: ({ signal }) =>
      request<QualityOverTime>(withQuery(`${apiOf(slug)}/quality`, { days: QUALITY_DAYS }), { signal }),
  });

const changesSyncs = (client: QueryClient) => () =>
  Promise.all([
    client.invalidateQueries({
      queryKey: ['syncs'],
      predicate: ({ queryKey }) => queryKey[1] !== 'check',
    }),
    client.invalidateQueries({ queryKey: ['drift'] }),
  ]);

/** A conflict is answered by reading again what is there by now. */
export const saveDefinition = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (json: SaveDefinition) => request<DefinitionDetail>('/api/syncs', { json }),
    onSuccess: (saved) => client.setQueryData(definitionQuery(saved.slug).queryKey, saved),
    onSettled: changesSyncs(client),
  });

export const enableDefinition = (client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ slug, enabled }: { slug: string; enabled: boolean }) =>
      request<DefinitionView>(`${apiOf(slug)}/enabled`, { json: { enabled } }),
    onSettled: changesSyncs(client),
  });
