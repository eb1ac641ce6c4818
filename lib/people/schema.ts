import { z } from 'zod';
import { ROLES } from './roles.schema';

export const role = z.enum(ROLES);

/** Who does a deed: a signed-in user, an API token, or the system itself (a schedule, a recovery). */
export const actor = z.object({
  kind: z.enum(['user', 'token', 'system']),
  id: z.string().nullable(),
  name: z.string(),
  role,
  requestId: z.string().optional(),
  address: z.string().optional(),
  sessionId: z.string().optional(), // of a signed-in user: which of their sessions asks
});
export type Actor = z.infer<typeof actor>;

/** The system as an actor, named for what it does: "schedule weekly-recommend", "first start". */
export function systemActor(name: string): Actor {
  return { kind: 'system', id: null, name, role: 'admin' };
}

export const newPassword = z.string().min(12, 'at least 12 characters').max(200, 'at most 200 characters');

export const changePasswordInput = z.object({ current: z.string().min(1).max(200), next: newPassword });

export const viewer = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role,
  mustChangePassword: z.boolean(),
  sessionId: z.string(),
});
/** Who is looking at a page. */
export type Viewer = z.infer<typeof viewer>;

export const createUserInput = z.object({
  email: z.email().max(320),
  name: z.string().trim().min(1).max(100),
  role,
  password: newPassword, // the user changes it at the first sign-in
});

export const createTokenInput = z.object({
  name: z.string().trim().min(1).max(100),
  role,
  expiresAt: z.iso.datetime({ offset: true }).optional(),
});
