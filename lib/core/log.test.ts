import { beforeAll, expect, it } from 'vitest';
import { Prisma } from '@/prisma/generated/client';
import { database } from './db';
import { AppError } from './errors';
import { makeLogger } from './log';
import { cutSecrets, namesSecret, secretsAmong } from './redact';

/** Secrets in every shape in which they have been seen in logs; none may come out. */
const S = {
  password: 'kn0wn-p4ssword-one',
  jira: 'ATATT3xFfGF0known_token=1A2B',
  ours: 'ek_knownKnownKnownKnownKnown0123456789',
  session: 'eyJhbGciOiJkaXIi.knownA.knownB.knownC.knownD',
  link: 'known-link-token-0123456789',
  webhook: 'known-webhook-token',
  code: 'known-authorization-code',
  url: 'kn0wn/pass@word',
  admin: 'known admin password, given',
  key: 'known-idempotency-key-7',
};
const lines: string[] = [];
const logged = () => lines.join('');
let logger: ReturnType<typeof makeLogger>;

beforeAll(() => {
  process.env.LOG_LEVEL = 'info';
  process.env.ADMIN_PASSWORD = S.admin;
  logger = makeLogger({ write: (line) => void lines.push(line) });
});

const error = (message: string, more: object = {}) => Object.assign(new Error(message), more);

it.each<[string, () => void]>([
  ['fields at any depth', () => logger.info({ a: { b: { c: { d: [{ apiToken: S.jira }] } } } }, 'x')],
  ['fields by any spelling', () => logger.info({ API_TOKEN: S.ours, 'x-secret-1': S.webhook }, 'x')],
  ['an answer to keep', () => logger.info({ user: { passwordHash: S.password, new_password: S.password } })],
  [
    'headers',
    () =>
      logger.info({
        headers: new Headers({
          authorization: `Basic ${S.jira}`,
          cookie: `__Secure-next-auth.session-token=${S.session}`,
          'idempotency-key': S.key,
        }),
        raw: { 'set-cookie': [`next-auth.session-token=${S.session}; Path=/`] },
      }),
  ],
  ['a query', () => logger.info({ url: `/api/webhooks/cms/a?token=${S.webhook}&limit=1` }, 'x')],
  ['a callback', () => logger.info({ url: new URL(`http://a.test/cb?code=${S.code}&state=${S.code}`) })],
  ['a link that sets a password', () => logger.info(`mailed http://a.test/set-password/${S.link}`)],
  ['a bearer in words', () => logger.warn(`refused Authorization: Bearer ${S.ours}, sent by curl`)],
  ['a header line', () => logger.warn(`Cookie: a=1; next-auth.session-token=${S.session}; b=2\nHost: x`)],
  ['JSON in words', () => logger.warn(`got {"email":"a@b.c","password":"${S.password}"}`)],
  ['settings in words', () => logger.warn(`SMTP_PASSWORD=${S.password} client_secret: ${S.password}`)],
  ['the address of the database', () => logger.error(`cannot reach postgres://ek:${S.url}@db:5432/ek`)],
  ['the address of a proxy', () => logger.error(`through http://me:${S.password}@proxy:3128/`)],
  ['what this process was given', () => logger.error(`somebody typed ${S.admin} as a name`)],
  ['an error', () => logger.error(error(`sent Bearer ${S.ours}`))],
  ['an error’s fields', () => logger.error({ err: error('no', { config: { token: S.jira } }) }, 'x')],
  [
    'an error’s cause and stack',
    () => logger.error({ err: new AppError('internal', 'no', { cause: error(`token=${S.webhook}`) }) }),
  ],
  [
    'errors in an error',
    () => logger.error({ err: new AggregateError([error(`postgres://a:${S.url}@h/`)], 'all') }),
  ],
  [
    'a private key',
    () => logger.error(`-----BEGIN PRIVATE KEY-----\n${S.password}\n-----END PRIVATE KEY-----`),
  ],
  [
    'a row that PostgreSQL refused',
    () => logger.error({ err: error('x', { detail: `Failing row contains (1, ${S.password}).` }) }),
  ],
  ['a child logger', () => logger.child({ token: S.ours, note: `Bearer ${S.ours}` }).info('x')],
])('%s come out without the secret', (_what, write) => {
  lines.length = 0;
  write();
  expect(lines).toHaveLength(1);
  expect(logged()).toContain('[secret]');
  for (const secret of Object.values(S)) expect(logged()).not.toContain(secret);
  expect(JSON.parse(logged())).toMatchObject({ level: expect.any(String) });
});

it('what Prisma says of a write that fails holds no value of a secret', async () => {
  lines.length = 0;
  const data = { name: 'x', role: 'admin' as const, tokenHash: S.ours };
  await database().apiToken.create({ data });
  const clash = await database()
    .apiToken.create({ data })
    .catch((thrown: unknown) => thrown);
  expect(clash).toBeInstanceOf(Prisma.PrismaClientKnownRequestError);
  const wrong = await database()
    .$executeRawUnsafe(`SELECT 'password=${S.password}'::integer`)
    .catch((thrown: unknown) => thrown);
  logger.error({ err: clash }, 'clash');
  logger.error({ err: wrong }, 'wrong');
  for (const secret of Object.values(S)) expect(logged()).not.toContain(secret);
});

it('leaves what is none: ids, flags, words about secrets, times, mail addresses, circles', () => {
  lines.length = 0;
  const circle: { name: string; self?: object } = { name: 'a' };
  circle.self = circle;
  const at = new Date('2026-11-21T10:00:00Z');
  logger.info({ tokenId: 't-1', mustChangePassword: true, at, circle }, 'the token is unknown: a@b.example');
  expect(JSON.parse(logged())).toMatchObject({
    tokenId: 't-1',
    mustChangePassword: true,
    at: at.toISOString(),
    circle: { name: 'a', self: '[seen above]' },
    msg: 'the token is unknown: a@b.example',
  });
  const words = 'ADMIN_PASSWORD: expected at least 12 characters; http://127.0.0.1:3000/users/a@b.example';
  expect(cutSecrets(words)).toBe(words);
  expect(namesSecret('tokenizer')).toBe(false);
});

it('what was cut once stays as it is', () => {
  const once = cutSecrets(`{"token":"${S.ours}"} token=${S.ours} Cookie: ${S.session} ?token=${S.webhook}`);
  expect(cutSecrets(once)).toBe(once);
});

it('knows its own secrets by value, not the short ones, which are words', () => {
  const DATABASE_URL = 'postgres://a:long%40p4ssword@h/d';
  const SMTP_URL = 'smtp://a:postgres@h';
  const settings = { SEAL_KEY: 'a-sealing-key-of-32', API_TOKEN: 'short', DATABASE_URL, SMTP_URL };
  expect(secretsAmong(settings)).toEqual(['a-sealing-key-of-32', 'long%40p4ssword', 'long@p4ssword']);
});
