import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from '@/lib/core/env';
import { AppError } from '@/lib/core/errors';
import { readKept } from '../postgres/initialise';
import { isServerOf, readPostmaster } from '../postgres/pidfile';
import { urlFor } from '../postgres/server';
import { findDataDir } from '../postgres/user';
import { loadDotEnv, NOT_YET } from '../start/settings';
import { ROOT } from '../start/state';
import { type Finding, fail } from './judge';

/** Where the database of this installation is; `none`: an embedded one that does not run. */
export type Place =
  | { kind: 'given'; url: string }
  | { kind: 'embedded'; url: string; dataDir: string }
  | { kind: 'none'; reason: string };

/** The settings as a start would take them, without making anything: completes the environment and judges it. */
export function readSettings(): { findings: Finding[]; place: Place; dataDir: string | null } {
  loadDotEnv();
  process.env.LOG_LEVEL = 'silent'; // what is wrong is told as findings
  const home = resolve(ROOT, process.env.EVENKEEL_HOME || '.evenkeel');
  const place = findPlace(home);
  if (place.kind !== 'given') completeAsStart(home);
  const dataDir = place.kind === 'given' ? null : findDataDir(home);
  const isKeyMissing = place.kind !== 'given' && !process.env.SEAL_KEY;
  if (place.kind !== 'none') process.env.DATABASE_URL = place.url;
  try {
    parseEnv({
      ...process.env,
      DATABASE_URL: process.env.DATABASE_URL || NOT_YET,
      // Made by the first start.
      ...(isKeyMissing ? { SEAL_KEY: Buffer.alloc(32).toString('base64') } : {}),
    });
    const found = place.kind === 'given' ? 'with a database of yours' : 'with the embedded database';
    return { findings: [{ check: 'Settings', state: 'ok', found }], place, dataDir };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const todo = 'Correct it in .env or the environment; .env.example describes every setting.';
    return { findings: error.errors.map(({ message }) => fail('Settings', message, todo)), place, dataDir };
  }
}

function findPlace(home: string): Place {
  const { DATABASE_URL } = process.env;
  if (DATABASE_URL) return { kind: 'given', url: DATABASE_URL };
  const dataDir = findDataDir(home);
  if (dataDir === null) return { kind: 'none', reason: 'there is none yet; the first start makes it' };
  const postmaster = readPostmaster(dataDir);
  if (!postmaster || !isServerOf(postmaster.pid, dataDir)) {
    return { kind: 'none', reason: `the one in ${dataDir} does not run` };
  }
  return { kind: 'embedded', url: urlFor(postmaster.port, readKept(dataDir).password), dataDir };
}

/** What a start adds with the embedded database: the key it keeps, and leave to call the sandbox. */
function completeAsStart(home: string): void {
  const keep = (name: string) => {
    const file = join(home, name);
    return existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  };
  process.env.SEAL_KEY ||= keep('seal.key');
  const port = keep('sandbox.port');
  if (port) {
    process.env.OUTBOUND_ALLOW = [process.env.OUTBOUND_ALLOW, `127.0.0.1:${port}`].filter(Boolean).join(',');
  }
}
