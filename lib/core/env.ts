import { z } from 'zod';
import { AppError } from './errors';

/**
 * The only reader of `process.env`. Every setting is described in `.env.example`; a wrong one is an error that
 * names the variable and what it expects, raised the first time anything asks.
 */
const port = z.coerce.number().int().min(0).max(65_535);
const onOff = z.enum(['on', 'off']);

/** "finops-admins=admin, finops=operator, *=viewer", where * is everybody. The last "=" counts: a group may have one. */
const grant = z
  .string()
  .transform((entry) => ({
    group: entry.slice(0, Math.max(0, entry.lastIndexOf('='))).trim(),
    role: entry.slice(entry.lastIndexOf('=') + 1).trim(),
  }))
  .pipe(
    z.object({
      group: z.string().min(1, 'group=role'),
      role: z.enum(['viewer', 'operator', 'admin'], { error: 'a role: viewer, operator or admin' }),
    }),
  );
const grants = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(grant));

const settings = z.object({
  DATABASE_URL: z
    .string('a postgres:// address (npm start sets it when it runs PostgreSQL itself)')
    .regex(/^postgres(ql)?:\/\//, 'an address that begins with postgres:// or postgresql://'),
  LIBRARY_DATABASE_URL: z
    .string()
    .regex(
      /^postgres(ql)?:\/\/[^/@?#\s]+@[^/@?#\s]+\/[^/?#\s]+$/,
      'an address such as postgresql://user:password@host:5432/database',
    )
    .optional(),
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(10),
  PORT: port.default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  TRUST_PROXY: z
    .union([z.literal('off').transform(() => 0), z.coerce.number().int().min(1).max(9)], {
      error: 'off, or how many proxies stand in front (1 to 9)',
    })
    .default(0),
  SEAL_KEY: z
    .string('32 bytes as base64, the same on every machine (openssl rand -base64 32)')
    .refine(
      (text) => Buffer.from(text, 'base64').length === 32,
      '32 bytes as base64 (openssl rand -base64 32)',
    ),
  ADMIN_EMAIL: z.email().optional(),
  ADMIN_PASSWORD: z.string().min(12, 'at least 12 characters').optional(),
  API_TOKEN: z.string().min(32, '32 characters or more').optional(),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: 'an address that begins with smtp:// or smtps://' })
    .optional(),
  MAIL_FROM: z.string().min(3).optional(),
  OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_NAME: z.string().max(40).default('single sign-on'),
  OIDC_SCOPES: z.string().default('openid profile email'),
  OIDC_GROUPS_CLAIM: z.string().default('groups'),
  OIDC_ROLES: grants.optional(),
  OIDC_SIGNING_ALGORITHM: z.string().default('RS256'),
  SANDBOX: onOff.default('on'),
  OUTBOUND_ALLOW: z
    .string()
    .default('')
    .transform((text) => text.split(/[\s,]+/).filter((entry) => entry !== '')),
  IMPORT_DIR: z.string().optional(),
  MAX_UPLOAD_BYTES: z.coerce.number().int().min(1_000_000).default(100_000_000_000),
  RATE_LIMIT_PER_MINUTE: z
    .union([z.literal('off').transform(() => null), z.coerce.number().int().min(1)], {
      error: 'off, or how many calls a minute a token may make (1 or more)',
    })
    .default(600),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  METRICS_TOKEN: z.string().min(16, '16 characters or more').optional(),
  DRAIN_SECONDS: z.coerce.number().min(0).max(300).default(5),
  STOP_SECONDS: z.coerce.number().min(1).max(86_400).default(30),
  WORKER_LABELS: z.string().default(''),
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
});

export type Env = z.infer<typeof settings>;

/** A provider without one of these would fail at somebody's first sign-in instead of at the start. */
const whole = settings.superRefine((given, context) => {
  if (given.OIDC_ISSUER === undefined) return;
  for (const name of ['OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'OIDC_ROLES'] as const) {
    if (given[name] !== undefined) continue;
    context.addIssue({ code: 'custom', path: [name], message: 'a value, since OIDC_ISSUER is set' });
  }
});

let parsed: Env | undefined;

/** The settings of this process, parsed once. Throws `misconfigured` naming each variable that is wrong. */
export function env(): Env {
  parsed ??= parseEnv(process.env);
  return parsed;
}

/** Parses a set of variables; an empty one counts as not set. */
export function parseEnv(variables: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const result = whole.safeParse(given);
  if (result.success) return result.data;
  const errors = result.error.issues.map((issue) => ({
    path: issue.path.join('.'),
    message: `${issue.path.join('.')}: expected ${issue.message.replace(/^Invalid input: expected /, '')}`,
  }));
  throw new AppError('misconfigured', errors.map((error) => error.message).join('; '), { errors });
}

/** What others call this installation by, without a slash at its end. */
export function publicUrl(): string {
  const { PUBLIC_URL, HOST, PORT } = env();
  return (PUBLIC_URL ?? `http://${HOST === '0.0.0.0' ? '127.0.0.1' : HOST}:${PORT}`).replace(/\/+$/, '');
}

/** What the OpenID Connect provider is called, or null when there is none. */
export function identityProvider(): string | null {
  const { OIDC_ISSUER, OIDC_NAME } = env();
  return OIDC_ISSUER === undefined ? null : OIDC_NAME;
}
