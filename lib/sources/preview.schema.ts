import { z } from 'zod';
import { deliveryAnswer } from './schema';

/** What an answer or an undo would change, shown before it is done. */
const importId = z.string().regex(/^\d{1,18}$/, 'an id is a number');

/** Whether a change names a delivery where it answers one, and none where it undoes an import. */
export function isWholeChange({ change, deliveryId }: { change: string; deliveryId?: string }): boolean {
  return (change === 'withdraw') === (deliveryId === undefined);
}
export const WHOLE_CHANGE = {
  path: ['deliveryId'],
  message: 'an answer needs its delivery, and an undo is of the whole import',
};

export const previewedChange = z
  .object({
    importId,
    change: z.enum([...deliveryAnswer.options, 'withdraw']),
    deliveryId: importId.optional().describe('of a delivery that waits; not with withdraw'),
  })
  .refine(isWholeChange, WHOLE_CHANGE);
export type PreviewedChange = z.infer<typeof previewedChange>;

const claim = z.object({
  recommendationId: z.string(),
  what: z.string(), // "resize web-1"
  currency: z.string(),
  before: z.string(), // verified saving a month
  after: z.string().nullable(), // null: it can no longer be measured
  verdict: z.enum(['grows', 'shrinks', 'taken back', 'unknown']),
});

export const changePreview = z.object({
  summary: z.string(), // "−3,110.00 USD; 6 verified savings shrink, 1 is taken back"
  months: z.array(
    z.object({
      month: z.string(), // the billing month, YYYY-MM
      billingAccount: z.string(),
      currency: z.string(),
      billedBefore: z.string(),
      billedAfter: z.string(),
      effectiveBefore: z.string(),
      effectiveAfter: z.string(),
      rowsBefore: z.number(),
      rowsAfter: z.number(),
    }),
  ),
  rowsChanged: z.number(), // of resource, SKU and day
  rows: z.array(
    z.object({
      resourceId: z.string().nullable(),
      resource: z.string().nullable(),
      account: z.string(),
      service: z.string().nullable(),
      sku: z.string().nullable(),
      day: z.string(),
      currency: z.string(),
      before: z.string(), // effective cost
      after: z.string(),
      rowsBefore: z.number(),
      rowsAfter: z.number(),
    }),
  ), // the largest differences, 50 at most
  findings: z.number(), // live recommendations of resources whose charges change
  recommendations: z.array(z.object({ id: z.string(), what: z.string() })), // the first twenty of them
  claims: z.array(claim), // verified savings that change
});
export type ChangePreview = z.infer<typeof changePreview>;
