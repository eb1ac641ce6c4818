import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { createConnection } from '@/lib/connections/commands';
import { createConnectionContract } from '@/lib/contracts/connections';
import { createTokenContract, createUserContract, inviteUserContract } from '@/lib/contracts/people';
import { database, pool } from '@/lib/core/db';
import { env } from '@/lib/core/env';
import { derivedKey } from '@/lib/core/seal';
import { route } from '@/lib/http';
import { createUser } from '@/lib/people/commands';
import { inviteUser, setPasswordByLink } from '@/lib/people/links.commands';
import { hashToken } from '@/lib/people/password';
import { signInWithPassword } from '@/lib/people/sign-in.commands';
import { createToken } from '@/lib/people/tokens.commands';

/** What a copy of the whole database gives away: nothing that lets anybody in anywhere. */
const ADMIN_TOKEN = `known-admin-${randomUUID()}`;
const PASSWORDS = { created: 'known password of the created', invited: 'known password of the invited' };
const JIRA_TOKEN = 'known-token-of-jira';
const SIGN_IN_SLIP = 'known password typed where the address belongs';

const secrets: Record<string, string> = {
  'the admin’s token': ADMIN_TOKEN,
  'the password of a user who was created': PASSWORDS.created,
  'the password of a user who was invited': PASSWORDS.invited,
  'the token of a connection': JIRA_TOKEN,
  'a password typed where the address belongs': SIGN_IN_SLIP,
};

/** A creating call with an idempotency key, so that its answer is kept; returns what it answered. */
async function send(path: string, handle: ReturnType<typeof route>, body: object) {
  const request = new Request(`http://127.0.0.1${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: {
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      authorization: `Bearer ${ADMIN_TOKEN}`,
    },
  });
  const answer = await handle(request, { params: Promise.resolve({}) });
  expect(answer.status).toBe(201);
  return answer.json();
}

beforeAll(async () => {
  await database().apiToken.create({
    data: { name: 'admin', role: 'admin', tokenHash: hashToken(ADMIN_TOKEN) },
  });
  await send(
    '/api/connections',
    route(createConnectionContract, ({ input, actor }) => createConnection({ ...input, actor })),
    { name: 'jira', baseUrl: 'https://jira.example.com', account: 'robot@example.com', secret: JIRA_TOKEN },
  );
  const made = await send(
    '/api/tokens',
    route(createTokenContract, ({ input, actor }) => createToken({ ...input, actor })),
    { name: 'nightly', role: 'viewer' },
  );
  secrets['a token that was made'] = made.token;
  await send(
    '/api/users',
    route(createUserContract, ({ input, actor }) => createUser({ ...input, actor })),
    { email: 'created@example.com', name: 'Created', role: 'viewer', password: PASSWORDS.created },
  );
  const invited = await send(
    '/api/invitations',
    route(inviteUserContract, ({ input, actor }) => inviteUser({ ...input, actor })),
    { email: 'invited@example.com', name: 'Invited', role: 'viewer' },
  );
  const token = String(invited.link).split('/').at(-1) ?? '';
  secrets['the link of an invitation'] = token;
  await setPasswordByLink({ token, password: PASSWORDS.invited });
  await signInWithPassword({ email: 'invited@example.com', password: PASSWORDS.invited });
  await signInWithPassword({ email: SIGN_IN_SLIP, password: 'x' });
  secrets['the sealing key'] = env().SEAL_KEY;
  secrets['the key of sessions'] = derivedKey('sessions');
});

/** Every row of every table of every schema that is ours, as text. */
async function dump(): Promise<Map<string, string>> {
  const { rows } = await pool().query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  const tables = new Map<string, string>();
  for (const { name } of rows) {
    const read = await pool().query<{ line: string }>(`SELECT row_to_json(t)::text AS line FROM ${name} t`);
    tables.set(name, read.rows.map(({ line }) => line).join('\n'));
  }
  return tables;
}

it('holds no secret in the clear, in any table', async () => {
  const tables = await dump();
  // What must be there is: a dump that reads nothing finds nothing.
  expect(tables.get('public.users')).toContain('invited@example.com');
  expect(tables.get('public.user_sessions')).toContain('password');
  expect(tables.get('public.idempotency_keys')?.split('\n')).toHaveLength(4);
  expect(tables.get('public.audit_events')).toContain('connection.created');
  const found = [...tables].flatMap(([table, text]) =>
    Object.entries(secrets)
      .filter(([, secret]) => text.includes(secret) || text.includes(encodeURIComponent(secret)))
      .map(([name]) => `${name} stands in ${table}`),
  );
  expect(Object.keys(secrets)).toHaveLength(9);
  expect(found).toEqual([]);
});
