import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '@/lib/core/errors';
import type { Binaries } from './binaries';
import { giveTo, makeOwnFolder, type ServerUser } from './user';

/** The server's one user, and the name of its database. */
export const NAME = 'evenkeel';

// Port 0: none taken yet.
const kept = z.object({ port: z.int().min(0).max(65_535), password: z.string().min(1) });
export type Kept = z.infer<typeof kept>;

const keptFile = (dataDir: string) => join(dataDir, 'evenkeel.json');

/** The port and the password, kept in a 0600 file in the data folder. */
export function readKept(dataDir: string): Kept {
  try {
    return kept.parse(JSON.parse(readFileSync(keptFile(dataDir), 'utf8')));
  } catch (cause) {
    throw new AppError(
      'misconfigured',
      `${keptFile(dataDir)} is missing or damaged, and it holds the password of the database beside it. Restore it, or remove ${dataDir} to begin anew.`,
      { cause },
    );
  }
}

export function writeKept(dataDir: string, value: Kept, user: ServerUser): void {
  const fresh = `${keptFile(dataDir)}.new`;
  writeFileSync(fresh, `${JSON.stringify(value)}\n`, { mode: 0o600 });
  giveTo(fresh, user);
  renameSync(fresh, keptFile(dataDir));
}

/** Makes the data folder beside its place and moves it there whole, so that a start cut short leaves none behind. */
export function initialise(dataDir: string, binaries: Binaries, user: ServerUser): void {
  const fresh = `${dataDir}.new-${process.pid}`;
  const passwordFile = `${dataDir}.password-${process.pid}`;
  const password = randomBytes(24).toString('hex');
  rmSync(fresh, { recursive: true, force: true });
  try {
    makeOwnFolder(fresh, user);
    writeFileSync(passwordFile, password, { mode: 0o600 });
    giveTo(passwordFile, user);
    const ran = spawnSync(
      binaries.initdb,
      ['-D', fresh, '-U', NAME, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8', ...LOCALE],
      {
        ...user,
        cwd: '/',
        encoding: 'utf8',
        env: { PATH: process.env.PATH, NODE_ENV: process.env.NODE_ENV, TZ: 'UTC' },
      },
    );
    if (ran.error || ran.status !== 0) {
      const reason = ran.error?.message ?? (ran.stderr.trim() || ran.stdout.trim());
      throw new AppError('unavailable', `The database could not be made in ${dataDir}: ${reason}`);
    }
    writeKept(fresh, { port: 0, password }, user);
    if (!existsSync(dataDir)) renameSync(fresh, dataDir);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(fresh, { recursive: true, force: true });
  }
}

// The built-in provider sorts and folds the same on every system, whatever locales it has installed.
const LOCALE = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
