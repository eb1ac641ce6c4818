import { previewScheduleContract } from '@/lib/contracts/schedules';
import { route } from '@/lib/http';
import { previewSchedule } from '@/lib/runs/schedule.commands';

export const GET = route(previewScheduleContract, async ({ input }) => previewSchedule(input, new Date()));
