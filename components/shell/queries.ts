import { queryOptions } from '@tanstack/react-query';
import { request } from '@/components/ui/request';
import type { Waiting } from '@/lib/waiting/schema';

/** What waits for a person; the rail and the head of the runs show it as it changes. */
export const waitingQuery = () =>
  queryOptions({
    queryKey: ['waiting'],
    queryFn: ({ signal }) => request<Waiting>('/api/waiting', { signal }),
    refetchInterval: 10_000,
  });
