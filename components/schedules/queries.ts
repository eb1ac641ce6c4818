import { keepPreviousData, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { type Page, request, withQuery } from '@/components/ui/request';
import type {
  ChangeScheduleInput,
  CreateScheduleInput,
  SchedulePreview,
  ScheduleRow,
} from '@/lib/runs/schedule.schema';
import type { ScheduleView } from '@/lib/runs/schema';
import { SCHEDULES_SORT, type SchedulesUrl } from './url';

const LATER = 15_000;

export const schedulesQuery = (url: SchedulesUrl) =>
  queryOptions({
    queryKey: ['schedules', 'list', url],
    queryFn: ({ signal }) =>
      request<Page<ScheduleRow>>(withQuery('/api/schedules', { ...url, sort: url.sort ?? SCHEDULES_SORT }), {
        signal,
      }),
    refetchInterval: LATER,
    placeholderData: keepPreviousData,
  });

export const scheduleQuery = (id: string) =>
  queryOptions({
    queryKey: ['schedules', 'one', id],
    queryFn: ({ signal }) => request<ScheduleRow>(`/api/schedules/${id}`, { signal }),
    refetchInterval: LATER,
  });

/** What a pattern means while it is typed; one that is wrong is told at once. */
export const schedulePreviewQuery = (asked: { cron: string; timeZone: string; keyFormat?: string }) =>
  queryOptions({
    queryKey: ['schedules', 'preview', asked],
    queryFn: ({ signal }) => request<SchedulePreview>(withQuery('/api/schedules/preview', asked), { signal }),
    enabled: asked.cron.trim() !== '' && asked.timeZone.trim() !== '',
    placeholderData: keepPreviousData,
    retry: false,
  });

/** The input is what the form of the run's graph gives; the server parses it. */
type WithInput<Setting extends { input?: unknown }> = Omit<Setting, 'input'> & {
  input?: Record<string, unknown>;
};

const changesSchedules = (client: QueryClient) => () => client.invalidateQueries({ queryKey: ['schedules'] });

export const createSchedule = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (json: WithInput<CreateScheduleInput>) => request<ScheduleView>('/api/schedules', { json }),
    onSuccess: changesSchedules(client),
  });

export const changeSchedule = (client: QueryClient, id: string) =>
  mutationOptions({
    mutationFn: (json: WithInput<ChangeScheduleInput>) =>
      request<ScheduleView>(`/api/schedules/${id}`, { method: 'PATCH', json }),
    onSuccess: changesSchedules(client),
  });

export const restoreSchedule = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (id: string) => request<ScheduleView>(`/api/schedules/${id}/restore`, { json: {} }),
    onSuccess: changesSchedules(client),
  });

export const removeSchedule = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (id: string) => request(`/api/schedules/${id}`, { method: 'DELETE' }),
    // The panel is still open on what is gone: everything but that is read again.
    onSuccess: (_, id) =>
      client.invalidateQueries({ queryKey: ['schedules'], predicate: ({ queryKey }) => queryKey[2] !== id }),
  });

export const runScheduleNow = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (id: string) => request<{ runId: string }>(`/api/schedules/${id}/run`, { json: {} }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['runs'] }),
  });
