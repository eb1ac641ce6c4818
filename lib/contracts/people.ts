import { z } from 'zod';
import { nothing, reads, writes } from '@/lib/contract';
import { changePasswordInput, createTokenInput, createUserInput } from '@/lib/people/schema';
import * as tokens from '@/lib/people/tokens.schema';
import * as users from '@/lib/people/users.schema';

const ended = z.object({ ended: z.number() }); // how many sessions

// ── one's own account ───────────────────────────────────────────────────────────────────────────────────────────
export const changePasswordContract = writes(
  'viewer',
  '/api/account/password',
  'Change your own password; every other session of yours ends',
  { input: changePasswordInput, response: z.object({ changed: z.boolean() }) },
);
export const setPasswordContract = {
  ...writes('viewer', '/api/account/password/set', 'Set a password by the link of an invitation or a reset', {
    input: users.setPasswordInput,
    response: z.object({ email: z.string() }),
  }),
  role: 'public' as const,
};
export const forgotPasswordContract = {
  ...writes(
    'viewer',
    '/api/account/password/forgot',
    'Ask for a link by mail; the answer is the same whether there is such an account',
    { input: users.forgotPasswordInput, response: z.object({ detail: z.string() }) },
  ),
  role: 'public' as const,
};
export const listOwnSessionsContract = reads('/api/account/sessions', 'Your own open sessions', {
  input: nothing,
  response: z.object({ items: z.array(users.sessionView) }),
});
export const endOwnSessionContract = writes(
  'viewer',
  '/api/account/sessions/{id}',
  'End one of your own sessions',
  { method: 'DELETE', body: undefined, input: users.sessionIdInput, response: ended },
);
export const endOtherSessionsContract = writes(
  'viewer',
  '/api/account/sessions/end-others',
  'End every session of yours but this one',
  { input: nothing, response: ended },
);

// ── users ───────────────────────────────────────────────────────────────────────────────────────────────────────
export const listUsersContract = {
  ...reads('/api/users', 'Who may sign in', {
    input: users.listUsersInput,
    response: users.userPage,
    csv: [
      'id',
      'email',
      'name',
      'role',
      'state',
      'origin',
      'createdAt',
      'lastSignInAt',
      'disabledAt',
      'openSessions',
    ],
  }),
  role: 'admin' as const,
};
export const createUserContract = writes(
  'admin',
  '/api/users',
  'Add a user, who changes the given password at the first sign-in',
  { input: createUserInput, response: z.object({ id: z.string() }), status: 201 },
);
export const inviteUserContract = writes(
  'admin',
  '/api/invitations',
  'Add a user, who sets their own password by the link in this answer',
  { input: users.inviteInput, response: users.passwordLinkView, status: 201 },
);
export const readUserContract = {
  ...reads('/api/users/{id}', 'One user with their open sessions', {
    input: users.userIdInput,
    response: users.userDetail,
  }),
  role: 'admin' as const,
};
export const changeUserContract = writes(
  'admin',
  '/api/users/{id}',
  'Change the name or the role of a user',
  {
    method: 'PATCH',
    input: z.intersection(users.userIdInput, users.changeUserInput),
    response: users.userView,
  },
);
export const disableUserContract = writes(
  'admin',
  '/api/users/{id}/disable',
  'Keep a user out, from their next click on',
  { input: users.userIdInput, response: users.userView },
);
export const enableUserContract = writes('admin', '/api/users/{id}/enable', 'Let a disabled user in again', {
  input: users.userIdInput,
  response: users.userView,
});
export const createResetLinkContract = writes(
  'admin',
  '/api/users/{id}/reset-link',
  'Make a link by which a user sets a new password; an earlier one stops working',
  { input: users.userIdInput, response: users.passwordLinkView, status: 201 },
);
export const endUserSessionsContract = writes(
  'admin',
  '/api/users/{id}/sessions',
  'Sign a user out everywhere',
  {
    method: 'DELETE',
    body: undefined,
    input: users.userIdInput,
    response: ended,
  },
);
export const endUserSessionContract = writes(
  'admin',
  '/api/users/{id}/sessions/{sessionId}',
  'End one session of a user',
  { method: 'DELETE', body: undefined, input: users.userSessionInput, response: ended },
);

// ── tokens ──────────────────────────────────────────────────────────────────────────────────────────────────────
export const listTokensContract = {
  ...reads('/api/tokens', 'API tokens, without what they are', {
    input: tokens.listTokensInput,
    response: tokens.tokenPage,
    csv: [
      'id',
      'name',
      'role',
      'prefix',
      'state',
      'createdAt',
      'createdBy',
      'expiresAt',
      'lastUsedAt',
      'revokedAt',
    ],
  }),
  role: 'admin' as const,
};
export const createTokenContract = writes(
  'admin',
  '/api/tokens',
  'Make an API token; it is shown in this answer only',
  { input: createTokenInput, response: z.object({ id: z.string(), token: z.string() }), status: 201 },
);
export const readTokenContract = {
  ...reads('/api/tokens/{id}', 'One API token, without what it is', {
    input: tokens.tokenIdInput,
    response: tokens.tokenView,
  }),
  role: 'admin' as const,
};
export const revokeTokenContract = writes('admin', '/api/tokens/{id}', 'Revoke an API token, at once', {
  method: 'DELETE',
  body: undefined,
  input: tokens.tokenIdInput,
  response: z.object({ revoked: z.boolean() }),
});
