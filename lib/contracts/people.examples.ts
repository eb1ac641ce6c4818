import type { TokenView } from '@/lib/people/tokens.schema';
import type { PasswordLinkView, SessionView, UserDetail, UserView } from '@/lib/people/users.schema';

export const userExample: UserView = {
  id: '8d1f1c2e-6a0b-4b57-9d5c-3f6c1f7a9b20',
  email: 'mara@example.com',
  name: 'Mara Lind',
  role: 'operator',
  state: 'active',
  origin: 'password',
  createdAt: '2026-11-02T09:12:00.000Z',
  lastSignInAt: '2026-11-21T08:03:11.000Z',
  disabledAt: null,
  openSessions: 1,
};

export const sessionExample: SessionView = {
  id: '2c9be0f4-5f4e-4a52-8b7e-0a8a6a1d2e11',
  startedAt: '2026-11-21T08:03:11.000Z',
  lastSeenAt: '2026-11-21T15:20:00.000Z',
  address: '203.0.113.7',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
  isCurrent: true,
  endsAt: '2026-11-28T08:03:11.000Z',
};

export const userDetailExample: UserDetail = {
  ...userExample,
  sessions: [{ ...sessionExample, isCurrent: false }],
};

export const passwordLinkExample: PasswordLinkView = {
  userId: '8d1f1c2e-6a0b-4b57-9d5c-3f6c1f7a9b20',
  link: 'https://evenkeel.example/set-password/…',
  expiresAt: '2026-11-24T15:20:00.000Z',
  mailed: false,
};

export const tokenExample: TokenView = {
  id: 'b1f6a7de-0d3c-4f0e-a6f3-5a7c8e9d1022',
  name: 'nightly upload',
  role: 'operator',
  prefix: 'ek_4c1d',
  createdAt: '2026-11-02T09:20:00.000Z',
  createdBy: 'admin@example.com',
  expiresAt: '2027-11-02T00:00:00.000Z',
  lastUsedAt: '2026-11-21T02:00:00.000Z',
  revokedAt: null,
  state: 'live',
};
