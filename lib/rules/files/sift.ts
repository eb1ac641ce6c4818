import { AppError } from '@/lib/core/errors';
import type { Ignored } from './schema';

/**
 * What a folder of rules may be at most, packed or not: an upload and what comes out of it stand in memory, and every
 * file is read as rules while somebody waits.
 */
export const FOLDER_LIMITS = {
  packedBytes: 10_000_000,
  bytes: 20_000_000,
  files: 2_000,
  path: 300,
} as const;

/** Which version of each set the files of an export are. It travels with them, so that git keeps it. */
export const MANIFEST = 'evenkeel-rules.json';
/** Where an export puts texts in hand; they are nothing to compare. */
export const DRAFTS = 'drafts';

/** A file of rules; `fault` where it is no text that could be read. */
export type RuleFile = { path: string; text: string; fault?: string };

/** `isWhole`: what is not in it is not there; a single file says nothing of the others. */
export type Folder = { files: RuleFile[]; manifest: string | null; ignored: Ignored[]; isWhole: boolean };

type Entry = { path: string; content: Buffer };

/**
 * What of the files is rules. Throws `invalid_input` for paths that lead elsewhere or come twice, and `too_large` beyond
 * the limits: then nothing of it is to be trusted.
 */
export function siftFiles(entries: Iterable<Entry>): Folder {
  const folder: Folder = { files: [], manifest: null, ignored: [], isWhole: true };
  const seen = new Set<string>();
  let bytes = 0;
  for (const { path: given, content } of entries) {
    const path = plainPath(given);
    if (seen.has(path)) throw new AppError('invalid_input', `${path} is there twice`);
    seen.add(path);
    bytes += content.length;
    refuseTooMuch({ files: seen.size, bytes });
    const why = whyIgnored(path);
    if (why !== null) folder.ignored.push({ path, why });
    else if (isManifest(path)) folder.manifest ??= content.toString('utf8');
    else folder.files.push(ruleFile(path, content));
  }
  return folder;
}

/** Throws `too_large` for more than a folder of rules may hold. */
export function refuseTooMuch({ files, bytes }: { files: number; bytes: number }): void {
  if (files > FOLDER_LIMITS.files) {
    throw new AppError(
      'too_large',
      `more than ${FOLDER_LIMITS.files} files are too many for a folder of rules`,
    );
  }
  if (bytes > FOLDER_LIMITS.bytes) throw tooManyBytes();
}

export function tooManyBytes(): AppError {
  const most = FOLDER_LIMITS.bytes / 1_000_000;
  return new AppError(
    'too_large',
    `the files are more than ${most} MB together: too much for a folder of rules`,
  );
}

/** A path as git would have it: "finops/idle.yaml". */
function plainPath(given: string): string {
  const path = given.replace(/^(\.\/)+/, '');
  const parts = path.split('/');
  const leadsElsewhere =
    /^[a-z]:|[\\\0]/i.test(path) || parts.some((part) => part === '' || part === '.' || part === '..');
  if (leadsElsewhere || path.length > FOLDER_LIMITS.path) {
    const shown = JSON.stringify(given.slice(0, 100));
    throw new AppError('invalid_input', `${shown} is not the path of a file inside a folder of rules`);
  }
  return path;
}

function whyIgnored(path: string): string | null {
  const parts = path.split('/');
  if (parts.some((part) => part.startsWith('.') || part === '__MACOSX')) return 'hidden';
  if (isManifest(path)) return null;
  if (!/\.ya?ml$/i.test(path)) return 'not a YAML file';
  return parts.slice(0, -1).includes(DRAFTS) ? 'a draft: only what is published is compared' : null;
}

function isManifest(path: string): boolean {
  return path === MANIFEST || path.endsWith(`/${MANIFEST}`);
}

function ruleFile(path: string, content: Buffer): RuleFile {
  const text = textOf(content);
  if (text === null) return { path, text: '', fault: 'The file is not text in UTF-8.' };
  if (text.includes('\0')) return { path, text: '', fault: 'The file holds a NUL character.' };
  return { path, text };
}

/** To the byte, a mark at its beginning too; null for what is not UTF-8. */
function textOf(content: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return null; // the decoder says it by throwing
  }
}
