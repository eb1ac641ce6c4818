import {
  changeScheduleContract,
  readScheduleContract,
  removeScheduleContract,
} from '@/lib/contracts/schedules';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { changeSchedule, removeSchedule } from '@/lib/runs/schedule.commands';
import { readSchedule } from '@/lib/runs/schedule.data';
import { known, shippedNames } from '../known';

export const GET = route(readScheduleContract, ({ input }) =>
  readSchedule(database(), input.id, shippedNames),
);

export const PATCH = route(changeScheduleContract, ({ input: { id, ...changes }, actor }) =>
  changeSchedule({ actor, known, scheduleId: id, ...changes }),
);

export const DELETE = route(removeScheduleContract, async ({ input, actor }) => {
  await removeSchedule({ actor, known, scheduleId: input.id });
  return { removed: true };
});
