import { graphs, shippedSchedules } from '@/lib/jobs';

/** What deeds on schedules must know of what there is to run. */
export const known = { graphs, shipped: shippedSchedules };

export const shippedNames = shippedSchedules.map(({ name }) => name);
