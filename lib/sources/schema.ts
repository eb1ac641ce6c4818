import { z } from 'zod';

/** `quality`: how good the data of a sync is; made and kept by the system, nothing is uploaded. */
export const sourceKind = z.enum(['focus', 'inventory', 'quality']);
export type SourceKind = z.infer<typeof sourceKind>;

/** What facts tell of: costs and machines, or how good data is. Rule sets of the one never see the other. */
export type FactsDomain = 'finops' | 'quality';

const path = z.string().min(1).max(500).describe('a file below IMPORT_DIR, read afresh at each collect');

export const focusConfig = z.strictObject({
  path: path.optional(),
  /** The share of refused rows, or of the money that they carry, above which nothing of a file is kept. */
  maxBadShare: z.number().min(0).max(1).default(0.01),
  /** The accounts that a whole bill must have; without it, those of the deliveries before. */
  expectedAccounts: z.array(z.string().min(1)).min(1).max(100_000).optional(),
  /**
   * What a delivery does to the one before it. Without it, one that is read on a schedule or comes as named parts
   * overwrites, and an upload by hand asks where it would lose something.
   */
  handling: z.enum(['ask', 'overwrite', 'append']).optional(),
  /** The column that is taken for the amortised cost, EffectiveCost unless set: some exports leave that empty. */
  effectiveCost: z.enum(['EffectiveCost', 'BilledCost']).optional(),
});
export type FocusConfig = z.infer<typeof focusConfig>;

export const inventoryConfig = z.strictObject({ path: path.optional() });

const name = z.string().trim().min(1).max(100);

export const createSourceInput = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('focus'), name, config: focusConfig.default({ maxBadShare: 0.01 }) }),
  z.strictObject({ kind: z.literal('inventory'), name, config: inventoryConfig.default({}) }),
]);
export type CreateSourceInput = z.infer<typeof createSourceInput>;

/** What is given is changed; null takes a setting away, so that its default holds. */
export const updateSourceInput = z.strictObject({
  name: name.optional(),
  enabled: z.boolean().optional(),
  config: z
    .strictObject({
      path: path.nullable().optional(),
      maxBadShare: z.number().min(0).max(1).nullable().optional(),
      expectedAccounts: focusConfig.shape.expectedAccounts.unwrap().nullable().optional(),
      handling: focusConfig.shape.handling.unwrap().nullable().optional(),
      effectiveCost: focusConfig.shape.effectiveCost.unwrap().nullable().optional(),
    })
    .optional(),
});
export type UpdateSourceInput = z.infer<typeof updateSourceInput>;

/**
 * The query of an upload. A delivery of several files is sent as several uploads with the same `delivery` name, each
 * with its `part` of `parts`; it counts once all are here. Or as one gzip file made of several.
 */
export const uploadInput = z
  .object({
    file: z.string().trim().min(1).max(300).default('upload'),
    delivery: z.string().trim().min(1).max(200).optional(),
    part: z.coerce.number().int().min(1).max(1_000).default(1),
    parts: z.coerce.number().int().min(1).max(1_000).default(1),
    delivered_at: z.iso.datetime({ offset: true }).optional().describe('at most a day ahead'),
    handling: z
      .enum(['ask', 'overwrite', 'append'])
      .optional()
      .describe('FOCUS DeliveryHandling: replace the month, add to it, or ask where something would be lost'),
  })
  .refine(({ part, parts }) => part <= parts, { path: ['part'], message: 'part is more than parts' })
  .refine(({ delivery, parts }) => parts === 1 || delivery !== undefined, {
    path: ['delivery'],
    message: 'a delivery in several parts needs a name',
  });

export const cancelImportInput = z.object({ importId: z.string().regex(/^\d{1,18}$/) });

export const importState = z.enum(['receiving', 'done', 'unchanged', 'refused', 'failed', 'cancelled']);

/** `row`: refused; `cell`: unknown or reported, and the row counts; `file`: of the file as a whole. */
export const faultKind = z.enum(['file', 'row', 'cell']);

export const importFault = z.object({
  line: z.number(),
  column: z.string().nullable(),
  message: z.string(),
  kind: faultKind,
});

/** What refused rows carry of one currency, exactly, as far as amount and currency can be read. */
export const refusedMoney = z.object({ currency: z.string(), effectiveCost: z.string(), rows: z.number() });

/** A delivery that counts only when somebody has said what it does to the one before it. */
export const waitingDelivery = z.object({
  deliveryId: z.string(),
  importId: z.string(),
  billingAccount: z.string(),
  month: z.string(), // YYYY-MM
  question: z.object({ kind: z.enum(['loss', 'older']), text: z.string() }),
});
export type WaitingDelivery = z.infer<typeof waitingDelivery>;

/**
 * overwrite: it replaces the month; append: it adds to it; discard: it is not used. overwrite_now: it replaces the month
 * as if it had been delivered now, for one that is older than what counts.
 */
export const deliveryAnswer = z.enum(['overwrite', 'overwrite_now', 'append', 'discard']);
export type DeliveryAnswer = z.infer<typeof deliveryAnswer>;

export const importResult = z.object({
  importId: z.string(),
  state: z.enum(['done', 'unchanged']),
  rowsRead: z.number(),
  rowsAccepted: z.number(),
  rowsRefused: z.number(),
  cellsUnknown: z.number(), // of rows that were taken
  focusVersion: z.string().nullable(), // of a bill, by its columns
  refusedMoney: z.array(refusedMoney),
  notes: z.array(z.string()), // sentences about the whole file
  bytes: z.number(),
  checksum: z.string(),
  faults: z.array(importFault), // the first few; all that are kept stand in the import's faults
  waiting: z.array(waitingDelivery),
});
export type ImportResult = z.infer<typeof importResult>;
