import { z } from 'zod';
import { nothing, reads, writes } from '@/lib/contract';
import { changePasswordInput, createTokenInput, createUserInput } from '@/lib/people/schema';
import * as tokens from '@/lib/people/tokens.schema';
import * as users from '@/lib/people/users.schema';
import * as examples from './people.examples';

const ended = z.object({ ended: z.number() }); // how many sessions

// ── one's own account ───────────────────────────────────────────────────────────────────────────────────────────
export const changePasswordContract = writes(
  'viewer',
  '/api/account/password',
  'Change your own password; every other session of yours ends',
  {
    input: changePasswordInput,
    response: z.object({ changed: z.boolean() }),
    example: {
      input: { current: 'the one you have now', next: 'twelve characters or more' },
      response: { changed: true },
    },
  },
);
export const setPasswordContract = {
  ...writes('viewer', '/api/account/password/set', 'Set a password by the link of an invitation or a reset', {
    input: users.setPasswordInput,
    response: z.object({ email: z.string() }),
  }),
  role: 'public' as const,
  example: {
    input: { token: 'the last part of the link', password: 'twelve characters or more' },
    response: { email: 'mara@example.com' },
  },
};
export const forgotPasswordContract = {
  ...writes(
    'viewer',
    '/api/account/password/forgot',
    'Ask for a link by mail; the answer is the same whether there is such an account',
    { input: users.forgotPasswordInput, response: z.object({ detail: z.string() }) },
  ),
  role: 'public' as const,
  example: {
    input: { email: 'mara@example.com' },
    response: { detail: 'If there is an account with this address, a link is on its way.' },
  },
};
export const listOwnSessionsContract = reads('/api/account/sessions', 'Your own open sessions', {
  input: nothing,
  response: z.object({ items: z.array(users.sessionView) }),
  example: { response: { items: [examples.sessionExample] } },
});
export const endOwnSessionContract = writes(
  'viewer',
  '/api/account/sessions/{id}',
  'End one of your own sessions',
  {
    method: 'DELETE',
    body: undefined,
    input: users.sessionIdInput,
    response: ended,
    example: { input: { id: '2c9be0f4-5f4e-4a52-8b7e-0a8a6a1d2e11' }, response: { ended: 1 } },
  },
);
export const endOtherSessionsContract = writes(
  'viewer',
  '/api/account/sessions/end-others',
  'End every session of yours but this one',
  { input: nothing, response: ended, example: { response: { ended: 2 } } },
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
  example: { input: { role: 'operator' }, response: { items: [examples.userExample], nextCursor: null } },
};
export const createUserContract = writes(
  'admin',
  '/api/users',
  'Add a user, who changes the given password at the first sign-in',
  {
    input: createUserInput,
    response: z.object({ id: z.string() }),
    status: 201,
    example: {
      input: {
        email: 'mara@example.com',
        name: 'Mara Lind',
        role: 'operator',
        password: 'twelve characters or more',
      },
      response: { id: '8d1f1c2e-6a0b-4b57-9d5c-3f6c1f7a9b20' },
    },
  },
);
export const inviteUserContract = writes(
  'admin',
  '/api/invitations',
  'Add a user, who sets their own password by the link in this answer',
  {
    input: users.inviteInput,
    response: users.passwordLinkView,
    status: 201,
    example: {
      input: { email: 'mara@example.com', name: 'Mara Lind', role: 'operator' },
      response: examples.passwordLinkExample,
    },
  },
);
export const readUserContract = {
  ...reads('/api/users/{id}', 'One user with their open sessions', {
    input: users.userIdInput,
    response: users.userDetail,
  }),
  role: 'admin' as const,
  example: { input: { id: '8d1f1c2e-6a0b-4b57-9d5c-3f6c1f7a9b20' }, response: examples.userDetailExample },
};
export const changeUserContract = writes(
  'admin',
  '/api/users/{id}',
  'Change the name or the role of a user',
  {
    method: 'PATCH',
    input: z.intersection(users.userIdInput, users.changeUserInput),
    response: users.userView,
    example: {
      input: { id: '8d1f1c2e-6a0b-4b57-9d5c-3f6c1f7a9b20', role: 'operator' },
      response: examples.userExample,
    },
  },
);
export const disableUserContract = writes(
  'admin',
  '/api/users/{id}/disable',
  'Keep a user out, from their next click on',
  {
    input: users.userIdInput,
    response: users.userView,
    example: {
      input: { id: '8d1f1c2e-6a0b-4b57-9d5c-3f6c1f7a9b20' },
      response: {
        ...examples.userExample,
        state: 'disabled',
        disabledAt: '2026-11-21T15:20:00.000Z',
        openSessions: 0,
      },
    },
  },
);
export const enableUserContract = writes('admin', '/api/users/{id}/enable', 'Let a disabled user in again', {
  input: users.userIdInput,
  response: users.userView,
  example: {
    input: { id: '8d1f1c2e-6a0b-4b57-9d5c-3f6c1f7a9b20' },
    response: { ...examples.userExample, openSessions: 0 },
  },
});
export const createResetLinkContract = writes(
  'admin',
  '/api/users/{id}/reset-link',
  'Make a link by which a user sets a new password; an earlier one stops working',
  {
    input: users.userIdInput,
    response: users.passwordLinkView,
    status: 201,
    example: {
      input: { id: '8d1f1c2e-6a0b-4b57-9d5c-3f6c1f7a9b20' },
      response: examples.passwordLinkExample,
    },
  },
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
    example: { input: { id: '8d1f1c2e-6a0b-4b57-9d5c-3f6c1f7a9b20' }, response: { ended: 1 } },
  },
);
export const endUserSessionContract = writes(
  'admin',
  '/api/users/{id}/sessions/{sessionId}',
  'End one session of a user',
  {
    method: 'DELETE',
    body: undefined,
    input: users.userSessionInput,
    response: ended,
    example: {
      input: {
        id: '8d1f1c2e-6a0b-4b57-9d5c-3f6c1f7a9b20',
        sessionId: '2c9be0f4-5f4e-4a52-8b7e-0a8a6a1d2e11',
      },
      response: { ended: 1 },
    },
  },
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
  example: { input: { state: 'live' }, response: { items: [examples.tokenExample], nextCursor: null } },
};
export const createTokenContract = writes(
  'admin',
  '/api/tokens',
  'Make an API token; it is shown in this answer only',
  {
    input: createTokenInput,
    response: z.object({ id: z.string(), token: z.string() }),
    status: 201,
    example: {
      input: { name: 'nightly upload', role: 'operator', expiresAt: '2027-11-02T00:00:00Z' },
      response: { id: 'b1f6a7de-0d3c-4f0e-a6f3-5a7c8e9d1022', token: 'ek_…' },
    },
  },
);
export const readTokenContract = {
  ...reads('/api/tokens/{id}', 'One API token, without what it is', {
    input: tokens.tokenIdInput,
    response: tokens.tokenView,
  }),
  role: 'admin' as const,
  example: { input: { id: 'b1f6a7de-0d3c-4f0e-a6f3-5a7c8e9d1022' }, response: examples.tokenExample },
};
export const revokeTokenContract = writes('admin', '/api/tokens/{id}', 'Revoke an API token, at once', {
  method: 'DELETE',
  body: undefined,
  input: tokens.tokenIdInput,
  response: z.object({ revoked: z.boolean() }),
  example: { input: { id: 'b1f6a7de-0d3c-4f0e-a6f3-5a7c8e9d1022' }, response: { revoked: true } },
});
