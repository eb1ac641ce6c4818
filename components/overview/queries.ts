import { queryOptions } from '@tanstack/react-query';
import { request } from '@/components/ui/request';
import type { Overview } from '@/lib/recommendations/schema';

export const overviewQuery = () =>
  queryOptions({
    queryKey: ['overview'],
    queryFn: ({ signal }) => request<Overview>('/api/overview', { signal }),
    refetchInterval: 15_000,
  });
