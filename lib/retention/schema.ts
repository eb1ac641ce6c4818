import { z } from 'zod';
import { RETENTION, RETENTION_KINDS, type RetentionKind } from './kinds.schema';

export const retentionKind = z.enum(RETENTION_KINDS);

const amount = z.object({ rows: z.number(), bytes: z.number() });
export type RetentionAmount = z.infer<typeof amount>;
export const retentionAmount = amount;

export const retentionRow = z.object({
  kind: retentionKind,
  keepDays: z.number().nullable(), // null: for ever
  changedAt: z.string().nullable(),
  changedBy: z.string().nullable(),
  wouldGo: amount, // the next time it is run
});
export type RetentionRow = z.infer<typeof retentionRow>;

const keepDays = z.coerce.number().int().max(36_500);

export const setRetentionInput = z
  .object({ kind: retentionKind, keepDays: z.number().int().max(36_500).nullable() })
  .superRefine(atLeast);
export type SetRetentionInput = z.infer<typeof setRetentionInput>;

export const previewRetentionInput = z.object({ kind: retentionKind, keepDays }).superRefine(atLeast);

function atLeast(
  { kind, keepDays: days }: { kind: RetentionKind; keepDays: number | null },
  context: z.RefinementCtx,
): void {
  const { least } = RETENTION[kind];
  if (days === null || days >= least) return;
  const message = least === 1 ? 'at least a day' : `at least ${least} days`;
  context.addIssue({ code: 'custom', path: ['keepDays'], message });
}
