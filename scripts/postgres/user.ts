import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, lstatSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AppError } from '@/lib/core/errors';

/** Whom the server runs as; empty means: as ourselves. */
export type ServerUser = { uid?: number; gid?: number };

const NOBODY: ServerUser = { uid: 65_534, gid: 65_534 };

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * PostgreSQL refuses root. Under root it runs as the owner of an existing data folder (made when an ordinary
 * user started it), else as nobody; the host is not changed either way.
 */
export function serverUserFor(dataDir: string): ServerUser {
  const folder = statSync(dataDir, { throwIfNoEntry: false });
  if (isRoot()) return folder && folder.uid !== 0 ? { uid: folder.uid, gid: folder.gid } : NOBODY;
  if (folder && process.getuid && folder.uid !== process.getuid()) {
    throw new AppError(
      'misconfigured',
      `The database folder ${dataDir} belongs to another user (uid ${folder.uid}). Start as root or as that user, or set DATABASE_URL.`,
    );
  }
  return {};
}

/** A new private folder (0700) that belongs to the server's user. Its parents are made as they are missing. */
export function makeOwnFolder(path: string, user: ServerUser): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
  mkdirSync(path, { mode: 0o700 });
  giveTo(path, user);
}

export function giveTo(path: string, { uid, gid }: ServerUser): void {
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}

/**
 * Where an installation's database lives: `postgres` in its state folder. Under root, when nobody cannot enter that
 * (the project is below /root, say), a folder below /var/tmp that is named after it.
 */
export function chooseDataDir(stateDir: string): { dataDir: string; isElsewhere: boolean } {
  const inside = join(stateDir, 'postgres');
  if (!isRoot() || canEnter(stateDir, serverUserFor(inside))) return { dataDir: inside, isElsewhere: false };

  const parent = dirname(elsewhere(stateDir));
  mkdirSync(parent, { recursive: true, mode: 0o711 });
  if (lstatSync(parent).uid !== 0 || !lstatSync(parent).isDirectory()) {
    throw new AppError(
      'misconfigured',
      `${parent} belongs to somebody else. Remove it, or set DATABASE_URL.`,
    );
  }
  chmodSync(parent, 0o711);
  return { dataDir: elsewhere(stateDir), isElsewhere: true };
}

/** The data folder of the two above that there is, or null before the first start. Makes nothing. */
export function findDataDir(stateDir: string): string | null {
  const folders = [join(stateDir, 'postgres'), elsewhere(stateDir)];
  return folders.find((folder) => statSync(join(folder, 'PG_VERSION'), { throwIfNoEntry: false })) ?? null;
}

function elsewhere(stateDir: string): string {
  const key = createHash('sha256').update(stateDir).digest('hex').slice(0, 12);
  return join('/var/tmp', `evenkeel-${key}`, 'postgres');
}

function canEnter(folder: string, user: ServerUser): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { ...user, cwd: '/' }).status === 0;
}
