import { z } from 'zod';
import { listInput } from '@/lib/core/list';

export const armingState = z.enum(['shadow', 'live']);
export type ArmingState = z.infer<typeof armingState>;

/** What a rule set does on one connection: shadow finds and shows, live opens tickets. */
const armingCell = z.object({
  connectionId: z.string(),
  connection: z.string(),
  connectionEnabled: z.boolean(),
  state: armingState,
  isDefault: z.boolean(), // nobody has decided: live on a sandbox, shadow anywhere else
  decidedAt: z.string().nullable(),
  decidedBy: z.string().nullable(),
});
export type ArmingCell = z.infer<typeof armingCell>;

/** A rule set on every connection. */
export const armingRow = z.object({
  id: z.string(),
  slug: z.string(),
  title: z.string(),
  domain: z.string(),
  enabled: z.boolean(),
  cells: z.array(armingCell),
});
export type ArmingRow = z.infer<typeof armingRow>;

const ruleSetId = z.string().regex(/^\d{1,18}$/, 'the id of a rule set');

export const listArmingInput = listInput.extend({
  state: armingState.optional(),
  ruleSetId: ruleSetId.optional(),
});
export type ListArmingInput = z.infer<typeof listArmingInput>;

export const armingPlace = z.object({ ruleSetId, connectionId: z.uuid() });
export type ArmingPlace = z.infer<typeof armingPlace>;
export const setArmingInput = armingPlace.extend({ state: armingState });
