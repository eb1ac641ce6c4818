import { z } from 'zod';

const money = z.object({ currency: z.string(), amount: z.string(), count: z.number() });
const part = z.object({ tickets: z.number(), savings: z.array(money) });

/** What arming a rule set on a connection would open, and what of its findings is held back and why. */
export const armingPreview = z.object({
  ruleSetId: z.string(),
  title: z.string(),
  connectionId: z.string(),
  connection: z.string(),
  state: z.enum(['shadow', 'live']), // as it is now
  tickets: z.number(),
  savings: z.array(money), // a month, of what would be opened
  unowned: z.number(), // of what would be opened
  boards: z.array(part.extend({ projectKey: z.string() })),
  owners: z.array(part.extend({ owner: z.string().nullable() })),
  held: z.array(part.extend({ reason: z.enum(['floor', 'cap', 'excluded', 'not covered', 'no route']) })),
});
export type ArmingPreview = z.infer<typeof armingPreview>;
