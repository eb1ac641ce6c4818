import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '@/lib/core/errors';
import { commandOf, isAlive } from '../postgres/pidfile';

const holder = z.object({ pid: z.int().positive(), url: z.string(), command: z.string() });
type Holder = z.infer<typeof holder>;

/**
 * At most one `npm start` per installation: a file naming who runs and where. One left by a start that died is
 * taken over. Returns how to give it back; throws `conflict` with the address and the pid of the one that runs.
 */
export function takeLock(dir: string, url: string): () => void {
  const file = join(dir, 'start.json');
  const own: Holder = { pid: process.pid, url, command: commandOf(process.pid) ?? '' };
  const fresh = `${file}.${process.pid}`;
  writeFileSync(fresh, JSON.stringify(own), { mode: 0o600 });
  try {
    while (!tryLink(fresh, file)) removeIfStale(file);
  } finally {
    rmSync(fresh, { force: true });
  }
  return () => {
    if (readHolder(file)?.pid === process.pid) rmSync(file, { force: true });
  };
}

/** A link is made by one only, and never seen half written. */
function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function removeIfStale(file: string): void {
  refuseRunning(readHolder(file));
  // Moved aside and read again: another start may have replaced the stale one a moment ago.
  const aside = `${file}.stale-${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  try {
    const moved = readHolder(aside);
    if (moved && isRunning(moved)) tryLink(aside, file);
    refuseRunning(moved);
  } finally {
    rmSync(aside, { force: true });
  }
}

function refuseRunning(found: Holder | null): void {
  if (!found || !isRunning(found)) return;
  throw new AppError(
    'conflict',
    `Evenkeel runs already at ${found.url} (process ${found.pid}). Stop it there with Ctrl-C, or with: kill ${found.pid}`,
  );
}

/** The same pid with another command line is another program that came later. */
function isRunning({ pid, command }: Holder): boolean {
  if (!isAlive(pid)) return false;
  const now = commandOf(pid);
  return now === null || now === command;
}

function readHolder(file: string): Holder | null {
  try {
    return holder.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}
