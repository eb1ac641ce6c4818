import { randomBytes } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '..', '..');

/** Where this installation keeps what is its own: `.evenkeel` in the project, or EVENKEEL_HOME. Made when missing. */
export function stateDir(): string {
  const dir = resolve(ROOT, process.env.EVENKEEL_HOME || '.evenkeel');
  // Others may pass through (under root the database runs as nobody), not look around.
  if (mkdirSync(dir, { recursive: true })) chmodSync(dir, 0o711);
  return dir;
}

/** The text of a private file (0600), made once by `make` and the same ever after. */
export function keep(name: string, make: () => string): string {
  const file = join(stateDir(), name);
  const found = readIfThere(file);
  if (found) return found;
  // Whole or not at all: written beside its place, then linked into it; whoever came first wins.
  const fresh = `${file}.${process.pid}`;
  writeFileSync(fresh, `${make()}\n`, { mode: 0o600 });
  try {
    linkSync(fresh, file);
  } catch (error) {
    if (!readIfThere(file)) throw error;
  } finally {
    rmSync(fresh, { force: true });
  }
  return readIfThere(file) ?? '';
}

export function randomKey(): string {
  return randomBytes(32).toString('base64');
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim() || null;
  } catch {
    return null;
  }
}
