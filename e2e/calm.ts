import type { APIRequestContext } from '@playwright/test';
import { listRunsContract } from '@/lib/contracts/runs';
import { changeScheduleContract, listSchedulesContract } from '@/lib/contracts/schedules';
import { call } from './call';
import { control, healJira, noRunIsUnderWay, UNDER_WAY } from './jira';

/**
 * In a worker's application nothing happens but what its tests do: no schedule starts a run, nobody moves tickets. A test
 * that failed half-way leaves no fault and no run behind: its worker ends, and the next one begins here.
 */
export async function calm(api: APIRequestContext): Promise<void> {
  const { items: schedules } = await call(api, listSchedulesContract, {});
  for (const { id } of schedules.filter(({ isShipped, enabled }) => isShipped && enabled)) {
    await call(api, changeScheduleContract, { id, enabled: false });
  }
  await control(api, 'PUT', 'people', { perHour: 0 });
  await healJira(api);
  const { items: runs } = await call(api, listRunsContract, { state: UNDER_WAY, limit: 200 });
  for (const { id } of runs) await api.post(`/api/runs/${id}/cancel`, { data: {} }); // it may have ended by now
  await noRunIsUnderWay(api);
}
