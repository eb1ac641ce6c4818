import { z } from 'zod';
import { cleared, listInput, pageOf } from '@/lib/core/list';
import { role } from './schema';

export const tokenState = z.enum(['live', 'expired', 'revoked']);
export type TokenState = z.infer<typeof tokenState>;

export const tokenView = z.object({
  id: z.string(),
  name: z.string(),
  role,
  prefix: z.string().nullable(), // its first characters; null for the one of the environment
  createdAt: z.string(),
  createdBy: z.string().nullable(), // null: the environment, or made before this was kept
  expiresAt: z.string().nullable(),
  lastUsedAt: z.string().nullable(), // to the minute
  revokedAt: z.string().nullable(),
  state: tokenState,
});
export type TokenView = z.infer<typeof tokenView>;
export const tokenPage = pageOf(tokenView);

/** Sorts: name, role, createdAt, expiresAt (never is last), lastUsedAt. `q` is looked for in name, prefix and maker. */
export const listTokensInput = listInput.extend({ role: cleared(role), state: cleared(tokenState) });
export type ListTokensInput = z.infer<typeof listTokensInput>;

export const tokenIdInput = z.object({ id: z.uuid() });
