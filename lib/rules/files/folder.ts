import { constants, type Dirent } from 'node:fs';
import { open, readdir, realpath, stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { env } from '@/lib/core/env';
import { AppError, messageOf } from '@/lib/core/errors';
import type { Ignored } from './schema';
import { type Folder, refuseTooMuch, siftFiles } from './sift';

/** A folder on the server, whatever links and dots its path is made of. Throws when it is not below IMPORT_DIR. */
export async function folderBelowImports(path: string): Promise<string> {
  const { IMPORT_DIR } = env();
  if (!IMPORT_DIR) throw new AppError('misconfigured', 'IMPORT_DIR is not set, so no folder can be read');
  const top = await realpath(IMPORT_DIR).catch(unreadable('IMPORT_DIR'));
  const isBelow = (wanted: string) => wanted === top || wanted.startsWith(top + sep);
  const wanted = resolve(top, path);
  const found = isBelow(wanted) ? await realpath(wanted).catch(unreadable(path)) : wanted;
  if (!isBelow(found)) throw new AppError('invalid_input', `${path} is not below IMPORT_DIR`);
  return found;
}

/** The rules in a folder and the folders in it. Links are told, and not followed. */
export async function readFolder(top: string): Promise<Folder> {
  const info = await stat(top).catch(unreadable(top));
  if (!info.isDirectory()) throw new AppError('not_found', `${top} is no folder`);
  const links: Ignored[] = [];
  const entries: { path: string; content: Buffer }[] = [];
  let bytes = 0;
  for await (const path of pathsIn(top, '', links)) {
    const content = await readPlain(join(top, path));
    bytes += content.length;
    entries.push({ path, content });
    refuseTooMuch({ files: entries.length, bytes });
  }
  const folder = siftFiles(entries);
  return { ...folder, ignored: [...folder.ignored, ...links] };
}

/** Hidden folders are left out: git keeps its own there. Of other files only what may be rules is read. */
async function* pathsIn(top: string, below: string, links: Ignored[]): AsyncGenerator<string> {
  const entries = await readdir(join(top, below), { withFileTypes: true }).catch(unreadable(below || top));
  for (const entry of entries.sort(byName)) {
    const path = below ? `${below}/${entry.name}` : entry.name;
    if (entry.isSymbolicLink()) links.push({ path, why: 'a link' });
    else if (entry.isDirectory() && !entry.name.startsWith('.')) yield* pathsIn(top, path, links);
    else if (entry.isFile() && /\.(ya?ml|json)$/i.test(entry.name)) yield path;
  }
}

/** Never through a link, also one that was put there since. */
async function readPlain(path: string): Promise<Buffer> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW).catch(unreadable(path));
  try {
    const { size } = await file.stat();
    refuseTooMuch({ files: 1, bytes: size });
    return await file.readFile();
  } finally {
    await file.close();
  }
}

function unreadable(path: string) {
  return (cause: unknown): never => {
    throw new AppError('not_found', `${path} cannot be read: ${messageOf(cause)}`, { cause });
  };
}

function byName(one: Dirent, other: Dirent): number {
  return one.name < other.name ? -1 : 1;
}
