import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Env, parseEnv } from '@/lib/core/env';
import { AppError } from '@/lib/core/errors';
import { say } from './lines';
import { keep, ROOT, randomKey } from './state';

/** What an embedded start checks the other settings with, before there is a database. */
export const NOT_YET = 'postgres://embedded';

export type Settings = Env & { isEmbedded: boolean };

/**
 * The settings of `npm start`, from the environment and `.env`. With the embedded database the sealing key is made
 * on the first start and kept in the state folder; with DATABASE_URL it must be given.
 */
export function readSettings(): Settings {
  loadDotEnv();
  const isEmbedded = !process.env.DATABASE_URL;
  if (isEmbedded) process.env.SEAL_KEY ||= keep('seal.key', randomKey);
  else requireSealKey();
  return { ...parseEnv({ ...process.env, DATABASE_URL: process.env.DATABASE_URL || NOT_YET }), isEmbedded };
}

/** The settings of `npm run web` and `npm run worker`, which run against a database that somebody else keeps. */
export function readMachineSettings(): Env {
  loadDotEnv();
  if (!process.env.DATABASE_URL) {
    throw new AppError(
      'misconfigured',
      'DATABASE_URL must be given: postgres://user:password@host:port/database, the same on every machine. (`npm start` runs a database of its own.)',
    );
  }
  requireSealKey();
  return parseEnv(process.env);
}

function requireSealKey(): void {
  if (process.env.SEAL_KEY) return;
  throw new AppError(
    'misconfigured',
    'SEAL_KEY must be given when DATABASE_URL is set: 32 bytes as base64, the same on every machine and kept safe, for it opens the stored secrets (make one with: openssl rand -base64 32).',
  );
}

export function loadDotEnv(): void {
  const file = join(ROOT, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
}

/** Says what went wrong: in words where the reason is ours, whole where it is a defect. */
export function report(error: unknown): void {
  if (error instanceof AppError) say('start', error.message);
  else say('start', error instanceof Error ? (error.stack ?? error.message) : String(error));
}

/** How an entry point ends on an error. */
export function fail(error: unknown): never {
  report(error);
  process.exit(1);
}
