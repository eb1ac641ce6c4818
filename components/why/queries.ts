import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { request, withQuery } from '@/components/ui/request';
import type {
  RecommendationWhy,
  ResourceView,
  SampleAnswer,
  WhyAnswer,
} from '@/lib/recommendations/why.schema';

const apiOf = (slug: string) => `/api/rule-sets/${encodeURIComponent(slug)}`;
/** Readings come hourly at most, and a text has a key of its own. */
const FRESH = 60_000;

export const resourcesQuery = (q: string) =>
  queryOptions({
    queryKey: ['resources', 'found', q],
    queryFn: ({ signal }) =>
      request<{ items: ResourceView[] }>(withQuery('/api/resources', { q, limit: 20 }), { signal }),
    enabled: q !== '',
    staleTime: FRESH,
    placeholderData: keepPreviousData,
  });

type Asked = { slug: string; yaml: string; resource: string; rule: string | null };

/** Asked of the very text that stands in the editor. */
export const whyQuery = ({ slug, rule, ...asked }: Asked) =>
  queryOptions({
    queryKey: ['rule-sets', 'why', slug, asked, rule],
    queryFn: ({ signal }) =>
      request<WhyAnswer>(`${apiOf(slug)}/why`, { json: { ...asked, ...(rule ? { rule } : {}) }, signal }),
    staleTime: FRESH,
    gcTime: FRESH,
    retry: false,
    placeholderData: keepPreviousData,
  });

export const sampleQuery = (slug: string, yaml: string | null) =>
  queryOptions({
    queryKey: ['rule-sets', 'sample', slug, yaml],
    queryFn: ({ signal }) =>
      request<SampleAnswer>(`${apiOf(slug)}/sample`, { json: { yaml, limit: 100 }, signal }),
    enabled: yaml !== null,
    staleTime: FRESH,
    gcTime: FRESH,
    placeholderData: keepPreviousData,
  });

export const recommendationWhyQuery = (id: string) =>
  queryOptions({
    queryKey: ['recommendations', 'why', id],
    queryFn: ({ signal }) => request<RecommendationWhy>(`/api/recommendations/${id}/why`, { signal }),
    staleTime: FRESH,
  });
