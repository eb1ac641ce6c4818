import { createScheduleContract, listSchedulesContract } from '@/lib/contracts/schedules';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { createSchedule } from '@/lib/runs/schedule.commands';
import { pageSchedules } from '@/lib/runs/schedule.data';
import { known, shippedNames } from './known';

export const GET = route(listSchedulesContract, ({ input }) =>
  pageSchedules(database(), input, shippedNames),
);

export const POST = route(createScheduleContract, ({ input, actor }) =>
  createSchedule({ actor, known, ...input }),
);
