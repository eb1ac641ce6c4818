import { restoreScheduleContract } from '@/lib/contracts/schedules';
import { route } from '@/lib/http';
import { restoreSchedule } from '@/lib/runs/schedule.commands';
import { known } from '../../known';

export const POST = route(restoreScheduleContract, ({ input, actor }) =>
  restoreSchedule({ actor, known, scheduleId: input.id }),
);
