import { z } from 'zod';
import { attention } from '@/lib/runs/schema';

/** What waits for a person, over all areas; counts go up to a thousand. */
export const waiting = z.object({
  effects: z.number().describe('Changes in trackers that are parked or were refused'),
  runs: attention,
  conflicts: z.number().describe('Records that were changed on both sides'),
  held: z.number().describe('Changes that quality rules hold'),
  deadLetters: z.number().describe('Deliveries that failed too often'),
});
export type Waiting = z.infer<typeof waiting>;
