import { z } from 'zod';
import { listInput } from '@/lib/core/list';

export const effectState = z.enum(['intended', 'sending', 'confirmed', 'rejected', 'uncertain', 'parked']);
export type EffectState = z.infer<typeof effectState>;

export const json = z.json();
export type Json = z.infer<typeof json>;

/** One try at an effect, a look after one, or a person's answer about one. */
const effectAttemptView = z.object({
  id: z.string(),
  deed: z.string(), // send, look up, answer
  startedAt: z.string(),
  endedAt: z.string().nullable(), // null: under way, or its worker died
  outcome: z.string().nullable(), // the state it led to
  status: z.number().nullable(), // HTTP
  detail: z.string().nullable(),
});
export type EffectAttemptView = z.infer<typeof effectAttemptView>;

export const effectView = z.object({
  id: z.string(),
  key: z.string(),
  kind: z.string(),
  subject: z.string(),
  connectionId: z.string(),
  state: effectState,
  payload: json,
  frozen: z.boolean(),
  attempts: z.number(),
  leaseUntil: z.string().nullable(),
  notBefore: z.string().nullable(),
  uncertainSince: z.string().nullable(),
  horizonAt: z.string().nullable(), // until then nothing is sent again
  lookedUpAt: z.string().nullable(),
  result: json.nullable(),
  error: z.string().nullable(),
  createdAt: z.string(),
  settledAt: z.string().nullable(),
});
export type EffectView = z.infer<typeof effectView>;

export const effectDetail = effectView.extend({ history: z.array(effectAttemptView) });
export type EffectDetail = z.infer<typeof effectDetail>;

export const listEffectsInput = listInput.extend({
  state: effectState.optional(),
  connectionId: z.uuid().optional(),
  subject: z.string().max(200).optional(),
});
export type ListEffectsInput = z.infer<typeof listEffectsInput>;
