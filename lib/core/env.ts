import { z } from 'zod';
import { AppError } from './errors';

/**
 * The only reader of `process.env`. Every setting is described in `.env.example`; a wrong one is an error that
 * names the variable and what it expects, raised the first time anything asks.
 */
const port = z.coerce.number().int().min(0).max(65_535);
const onOff = z.enum(['on', 'off']);

const settings = z.object({
  DATABASE_URL: z
    .string('a postgres:// address (npm start sets it when it runs PostgreSQL itself)')
    .regex(/^postgres(ql)?:\/\//, 'an address that begins with postgres:// or postgresql://'),
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
  SANDBOX: onOff.default('on'),
  OUTBOUND_ALLOW: z
    .string()
    .default('')
    .transform((text) => text.split(/[\s,]+/).filter((entry) => entry !== '')),
  IMPORT_DIR: z.string().optional(),
  MAX_UPLOAD_BYTES: z.coerce.number().int().min(1_000_000).default(100_000_000_000),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  WORKER_LABELS: z.string().default(''),
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
});

export type Env = z.infer<typeof settings>;

let parsed: Env | undefined;

/** The settings of this process, parsed once. Throws `misconfigured` naming each variable that is wrong. */
export function env(): Env {
  parsed ??= parseEnv(process.env);
  return parsed;
}

/** Parses a set of variables; an empty one counts as not set. */
export function parseEnv(variables: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const result = settings.safeParse(given);
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
