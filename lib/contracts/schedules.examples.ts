import type { ScheduleRow } from '@/lib/runs/schedule.schema';
import type { ScheduleView } from '@/lib/runs/schema';

export const scheduleExample: ScheduleView = {
  id: '4e8f3a10-5c2d-4b9f-8a67-1d0e9c7b6a55',
  name: 'Weekly recommendations',
  graph: 'recommend',
  input: {},
  cron: '0 6 * * 1',
  timeZone: 'UTC',
  keyFormat: 'recommend:{week}',
  enabled: true,
  lastDueAt: '2026-11-16T06:00:00.000Z',
  nextDueAt: '2026-11-23T06:00:00.000Z',
};

export const scheduleRowExample: ScheduleRow = {
  ...scheduleExample,
  words: 'Mondays at 06:00 UTC',
  isShipped: true,
};
