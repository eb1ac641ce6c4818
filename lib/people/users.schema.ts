import { z } from 'zod';
import { cleared, listInput, pageOf } from '@/lib/core/list';
import { newPassword, role } from './schema';

/**
 * A user is invited → active → disabled → active (enabled again). Invited: made by an invitation and without a
 * password or an identity at a provider yet. Disabled: whatever else they have, they do not come in.
 */
export const userState = z.enum(['active', 'invited', 'disabled']);
export type UserState = z.infer<typeof userState>;

export const userOrigin = z.enum(['password', 'oidc']); // oidc: signs in through the OpenID Connect provider
export type SessionMethod = z.infer<typeof userOrigin>; // how a session was begun

export const userView = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role,
  state: userState,
  origin: userOrigin,
  createdAt: z.string(),
  lastSignInAt: z.string().nullable(),
  disabledAt: z.string().nullable(),
  openSessions: z.number(),
});
export type UserView = z.infer<typeof userView>;
export const userPage = pageOf(userView);

export const sessionView = z.object({
  id: z.string(),
  startedAt: z.string(),
  lastSeenAt: z.string(), // to the minute
  address: z.string().nullable(), // where it was started from
  userAgent: z.string().nullable(),
  isCurrent: z.boolean(), // the one that asks
  endsAt: z.string(),
});
export type SessionView = z.infer<typeof sessionView>;

export const userDetail = userView.extend({ sessions: z.array(sessionView) });
export type UserDetail = z.infer<typeof userDetail>;

/** Sorts: name, email, role (the mightiest last), lastSignInAt, createdAt. `q` is looked for in name and e-mail. */
export const listUsersInput = listInput.extend({ role: cleared(role), state: cleared(userState) });
export type ListUsersInput = z.infer<typeof listUsersInput>;

export const userIdInput = z.object({ id: z.uuid() });

const name = z.string().trim().min(1).max(100);

export const inviteInput = z.object({ email: z.email().max(320), name, role });
export type InviteInput = z.infer<typeof inviteInput>;

export const changeUserInput = z
  .object({ name: name.optional(), role: role.optional() })
  .refine((given) => given.name !== undefined || given.role !== undefined, 'give a name or a role');
export type ChangeUserInput = z.infer<typeof changeUserInput>;

/** A link that sets a password. Told in this answer only; `mailed` is whether the user was sent it too. */
export const passwordLinkView = z.object({
  userId: z.string(),
  link: z.string(),
  expiresAt: z.string(),
  mailed: z.boolean(),
});
export type PasswordLinkView = z.infer<typeof passwordLinkView>;

export const setPasswordInput = z.object({ token: z.string().min(1).max(100), password: newPassword });
export const forgotPasswordInput = z.object({ email: z.string().trim().min(1).max(320) });

export const sessionIdInput = z.object({ id: z.uuid() });
export const userSessionInput = z.object({ id: z.uuid(), sessionId: z.uuid() });

/** Why somebody whom the identity provider let in is not let in here. */
export const providerRefusal = z.enum(['no_role', 'disabled', 'email_unverified', 'email_taken', 'no_email']);
export type ProviderRefusal = z.infer<typeof providerRefusal>;
