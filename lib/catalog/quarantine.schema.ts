import { z } from 'zod';
import { cleared, listInput } from '@/lib/core/list';
import { columnValue, fieldChange } from '@/lib/deliveries/schema';

/** What quality rules hold back, and how it is settled. */
export const quarantineState = z.enum(['held', 'released', 'rejected', 'superseded']);
export type QuarantineState = z.infer<typeof quarantineState>;
export const holdReason = z.object({
  ruleSet: z.string().nullable(), // null: the definition itself, a type that does not fit
  rule: z.string(),
  field: z.string().nullable(), // null: the record as a whole
  reason: z.string(),
});
export type HoldReason = z.infer<typeof holdReason>;

export const quarantineView = z.object({
  id: z.string(),
  definitionId: z.string(),
  definitionTitle: z.string(),
  key: z.string(),
  deliveryId: z.string(),
  isWhole: z.boolean(),
  fields: z.array(fieldChange),
  reasons: z.array(holdReason),
  state: quarantineState,
  heldAt: z.string(),
  settledAt: z.string().nullable(),
  settledBy: z.string().nullable(),
  note: z.string().nullable(),
});
export type QuarantineView = z.infer<typeof quarantineView>;

export const quarantineFilter = z.object({
  definitionId: cleared(z.uuid()),
  state: cleared(quarantineState),
  rule: cleared(z.string().max(200)),
  key: cleared(z.string().max(500)),
});
export const listQuarantineInput = listInput.extend(quarantineFilter.shape);
export type ListQuarantineInput = z.infer<typeof listQuarantineInput>;
export const quarantineSummary = z.object({
  byState: z.array(z.object({ state: quarantineState, count: z.number() })),
  byRule: z.array(z.object({ rule: z.string(), count: z.number() })).describe('Of what is held'),
});
export type QuarantineSummary = z.infer<typeof quarantineSummary>;

const note = z.string().trim().min(1, 'a note is required').max(500);
/** `values` replaces what was held, by column, as canonical text; what it does not name goes as it came. */
export const releaseInput = z.object({ note, values: z.record(z.string(), columnValue).optional() });
export const settleManyInput = z.object({
  ids: z
    .array(z.string().regex(/^\d{1,19}$/))
    .min(1)
    .max(1000),
  deed: z.enum(['release', 'reject']),
  note,
});

/** Of what is held, all of a filter. */
export const settleAllInput = settleManyInput.omit({ ids: true }).extend({
  filter: quarantineFilter.omit({ state: true }).extend({ q: listInput.shape.q }),
});
export type SettleAll = z.infer<typeof settleAllInput>;
export type SettleFilter = SettleAll['filter'];
export const settlePreview = z.object({
  changes: z.number(),
  records: z.number(),
  byRule: quarantineSummary.shape.byRule,
  sample: z.array(quarantineView).describe('The first of them, by how long they wait'),
});
export type SettlePreview = z.infer<typeof settlePreview>;
export const settleAllStarted = z.object({ batchId: z.string(), runId: z.string(), changes: z.number() });
