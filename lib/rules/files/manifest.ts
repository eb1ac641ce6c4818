import { AppError } from '@/lib/core/errors';
import type { PublishedText } from './data';
import { type Manifest, manifest } from './schema';

/** Of which version each file of an export is; the same rules give the same text. */
export function writeManifest(texts: readonly PublishedText[]): string {
  const sets = Object.fromEntries(
    texts.map(({ slug, version, checksum }) => [slug, { version, checksum }] as const),
  );
  const told: Manifest = { schema: 1, sets };
  return `${JSON.stringify(told, null, 2)}\n`;
}

/** By the set's name; nothing where the folder has none. Throws `invalid_input` for one that is damaged. */
export function readManifest(text: string | null): ReadonlyMap<string, Manifest['sets'][string]> {
  if (text === null) return new Map();
  const read = manifest.safeParse(parseJson(text));
  if (read.success) return new Map(Object.entries(read.data.sets));
  throw damaged();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw damaged(cause);
  }
}

function damaged(cause?: unknown): AppError {
  return new AppError(
    'invalid_input',
    'evenkeel-rules.json is damaged: put it back as it was exported, or take it away',
    { cause },
  );
}
