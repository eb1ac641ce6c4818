import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { startAuthServer } from '@/scripts/testing/auth-server';
import { CLIENT, startTestProvider, type TestProvider } from '@/scripts/testing/oidc';
import { Visitor } from '@/scripts/testing/visitor';
import { database } from './core/db';
import { createUser } from './people/commands';
import { inviteUser } from './people/links.commands';
import type { Role } from './people/roles.schema';
import { systemActor } from './people/schema';
import { identifySession } from './people/sessions.commands';
import { disableUser } from './people/users.commands';
import { authOptions } from './sign-in';

/** A whole sign-in with a real provider, step by step as a browser makes it. */
let provider: TestProvider;
let app: Awaited<ReturnType<typeof startAuthServer>>;
const actor = systemActor('test');

beforeAll(async () => {
  app = await startAuthServer(() => authOptions({ address: '192.0.2.7', userAgent: 'a test' }));
  provider = await startTestProvider(() => `${app.url}/api/auth/callback/oidc`);
  Object.assign(process.env, {
    PUBLIC_URL: app.url,
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: CLIENT.id,
    OIDC_CLIENT_SECRET: CLIENT.secret,
    OIDC_SCOPES: 'openid profile email groups',
    OIDC_ROLES: 'finops-admins=admin, finops=operator, staff=viewer',
  });
});

afterAll(() => Promise.all([app.stop(), provider.stop()]));

beforeEach(async () => {
  await database().user.deleteMany();
  // Somebody administers already, so that no test is about the last administrator by accident.
  await addUser('root@example.com', 'admin');
  provider.people.clear();
  provider.people.set('ada', {
    email: 'ada@example.com',
    email_verified: true,
    name: 'Ada',
    groups: ['finops'],
  });
  provider.setVisitor('ada');
});

async function addUser(email: string, role: Role): Promise<string> {
  const user = { email, name: email, role, password: 'a good long password', mustChangePassword: false };
  return (await createUser({ actor, ...user })).id;
}

const csrf = z.object({ csrfToken: z.string() });
const sent = z.object({ url: z.string() });

/** What the button does. Returns where the provider is to be asked. */
async function begin(visitor: Visitor): Promise<string> {
  const { csrfToken } = csrf.parse(await (await visitor.get(`${app.url}/api/auth/csrf`)).json());
  const form = { csrfToken, callbackUrl: `${app.url}/runs`, json: 'true' };
  return sent.parse(await (await visitor.post(`${app.url}/api/auth/signin/oidc`, form)).json()).url;
}

async function signIn(visitor = new Visitor()): Promise<{ at: string; visitor: Visitor }> {
  const end = await visitor.follow(await begin(visitor));
  return { at: end.replace(app.url, ''), visitor };
}

const session = z.object({ userId: z.string(), version: z.number(), sessionId: z.string() });

async function viewerOf(visitor: Visitor) {
  const held = session.safeParse(await (await visitor.get(`${app.url}/api/auth/session`)).json());
  return held.success ? identifySession(held.data) : null;
}

it.each<[string[], Role]>([
  [['staff'], 'viewer'],
  [['finops', 'staff'], 'operator'],
  [['staff', 'finops-admins', 'others'], 'admin'],
])('somebody in the groups %s comes in as %s, and lands where they wanted to go', async (groups, role) => {
  provider.people.set('ada', { email: 'ada@example.com', email_verified: true, name: 'Ada', groups });
  const { at, visitor } = await signIn();
  expect(at).toBe('/runs');
  expect(await viewerOf(visitor)).toMatchObject({ email: 'ada@example.com', name: 'Ada', role });
  const [row] = await database().userSession.findMany();
  expect(row).toMatchObject({ method: 'oidc', address: '192.0.2.7', userAgent: 'a test' });
});

it('groups that changed change the role at the next sign-in, for the sessions that are open too', async () => {
  const first = await signIn();
  provider.people.set('ada', { email: 'ada@example.com', groups: ['staff'] });
  await signIn();
  expect(await viewerOf(first.visitor)).toMatchObject({ role: 'viewer' });
  expect(await database().user.count({ where: { email: 'ada@example.com' } })).toBe(1);
  const changed = await database().auditEvent.findFirst({
    where: { action: 'user.changed', actorName: 'ada@example.com' },
    orderBy: { id: 'desc' },
  });
  expect(changed).toMatchObject({ before: { role: 'operator' }, after: { role: 'viewer' } });
});

it('whoever changed the e-mail at the provider is still the same user', async () => {
  await signIn();
  provider.people.set('ada', { email: 'countess@example.com', email_verified: true, groups: ['finops'] });
  const { visitor } = await signIn();
  expect(await viewerOf(visitor)).toMatchObject({ email: 'ada@example.com' });
});

it('a verified e-mail links the account that has it, and its invitation is as good as accepted', async () => {
  const invited = await inviteUser({ actor, email: 'ada@example.com', name: 'Ada L', role: 'viewer' });
  const { visitor } = await signIn();
  expect(await viewerOf(visitor)).toMatchObject({ id: invited.userId, name: 'Ada L', role: 'operator' });
  expect(await database().passwordLink.count({ where: { usedAt: null, replacedAt: null } })).toBe(0);
});

const REFUSALS: [string, string, () => Promise<void>][] = [
  [
    'no matching group',
    'no_role',
    async () => void provider.people.set('ada', { email: 'ada@example.com', groups: ['others'] }),
  ],
  [
    'no groups at all',
    'no_role',
    async () => void provider.people.set('ada', { email: 'ada@example.com', email_verified: true }),
  ],
  [
    'an unverified e-mail that an account has',
    'email_unverified',
    async () => {
      await addUser('ada@example.com', 'admin');
      provider.people.set('ada', { email: 'ada@example.com', email_verified: false, groups: ['finops'] });
    },
  ],
  [
    'an e-mail whose account is somebody else at the provider',
    'email_taken',
    async () => {
      await signIn();
      provider.people.set('eve', { email: 'ada@example.com', email_verified: true, groups: ['finops'] });
      provider.setVisitor('eve');
    },
  ],
  ['no e-mail', 'no_email', async () => void provider.people.set('ada', { groups: ['finops'] })],
  [
    'a disabled account',
    'disabled',
    async () => {
      const { visitor } = await signIn();
      const id = (await viewerOf(visitor))?.id ?? '';
      await disableUser({ actor, id });
      expect(await viewerOf(visitor)).toBeNull();
    },
  ],
];

it.each(REFUSALS)('%s is refused with words, and the audit log says why', async (_, reason, arrange) => {
  await arrange();
  const before = await database().userSession.count();
  const { at, visitor } = await signIn();
  expect(at).toBe(`/sign-in?error=${reason}`);
  expect(await viewerOf(visitor)).toBeNull();
  expect(await database().userSession.count()).toBe(before);
  const refused = await database().auditEvent.findFirst({ orderBy: { id: 'desc' } });
  expect(refused).toMatchObject({ action: 'session.refused', after: { reason }, address: '192.0.2.7' });
});

it('the last administrator keeps the role, whatever the groups say', async () => {
  provider.people.set('ada', { email: 'ada@example.com', groups: ['finops-admins'] });
  await signIn();
  await database().user.deleteMany({ where: { email: 'root@example.com' } });
  provider.people.set('ada', { email: 'ada@example.com', groups: ['staff'] });
  const { visitor } = await signIn();
  expect(await viewerOf(visitor)).toMatchObject({ role: 'admin' });
});

const isCallback = (url: string) => url.includes('/api/auth/callback/oidc');

it('an answer of the provider with another state is refused', async () => {
  const visitor = new Visitor();
  const callback = new URL(await visitor.follow(await begin(visitor), isCallback));
  callback.searchParams.set('state', 'of-somebody-else');
  const at = await visitor.follow(callback.toString());
  expect(at).toMatch(/\/sign-in\?.*error=OAuthCallback$/);
  expect(await viewerOf(visitor)).toBeNull();
});

it('an answer that was meant for another browser is refused', async () => {
  const visitor = new Visitor();
  const callback = await visitor.follow(await begin(visitor), isCallback);
  const other = new Visitor();
  expect(await other.follow(callback)).toMatch(/\/sign-in\?.*error=OAuthCallback$/);
  expect(await viewerOf(other)).toBeNull();
});

it('signing out ends the row: the cookie that somebody kept is worth nothing', async () => {
  const { visitor } = await signIn();
  const held = session.parse(await (await visitor.get(`${app.url}/api/auth/session`)).json());
  const { csrfToken } = csrf.parse(await (await visitor.get(`${app.url}/api/auth/csrf`)).json());
  await visitor.post(`${app.url}/api/auth/signout`, { csrfToken, json: 'true' });
  expect(await viewerOf(visitor)).toBeNull();
  expect(await identifySession(held)).toBeNull();
  const row = await database().userSession.findUnique({ where: { id: held.sessionId } });
  expect(row?.endReason).toBe('signed_out');
});
