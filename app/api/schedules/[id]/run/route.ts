import { runScheduleContract } from '@/lib/contracts/schedules';
import { route } from '@/lib/http';
import { runScheduleNow } from '@/lib/runs/schedule.commands';
import { known } from '../../known';

export const POST = route(runScheduleContract, ({ input, actor }) =>
  runScheduleNow({ actor, known, scheduleId: input.id }),
);
