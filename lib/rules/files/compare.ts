import type { Reader } from '@/lib/core/db';
import { mergeLines } from '../editing/merge';
import { type Base, baseOf } from './base';
import * as data from './data';
import { readManifest } from './manifest';
import { type ReadFile, readFiles } from './read';
import { type ComparedFile, type Comparison, FILE_STATES } from './schema';
import type { Folder } from './sift';

/**
 * A folder of rules against the sets that are there, file by file. It decides nothing and writes nothing: what is taken
 * of it is for a person to say.
 */
export async function compareFolder(reader: Reader, folder: Folder): Promise<Comparison> {
  const known = await data.knownSets(reader);
  const exported = readManifest(folder.manifest);
  const read = await readFiles(folder.files, known);
  const met = read.map((file) => ({ ...file, ...meet(file, known, exported) }));
  const texts = await data.textsOfVersions(reader, met.flatMap(wantedText));
  const files = met.map((file) => compareFile(file, baseText(file, texts)));
  return { files: [...files, ...goneFrom(folder, read, known)].sort(byState), ignored: folder.ignored };
}

type Met = ReadFile & { set: data.KnownSet | undefined; base: Base | null };

function meet(
  { slug, checksum }: ReadFile,
  known: ReadonlyMap<string, data.KnownSet>,
  exported: ReturnType<typeof readManifest>,
): Pick<Met, 'set' | 'base'> {
  const set = slug === null ? undefined : known.get(slug);
  return { set, base: set ? baseOf(set, checksum, exported.get(set.slug)) : null };
}

function wantedText({ set, base }: Met): data.VersionOfSet[] {
  return set && base && base.yaml === undefined ? [{ slug: set.slug, version: base.version }] : [];
}

function baseText({ set, base }: Met, texts: ReadonlyMap<string, string>): string | null {
  return base && set ? (base.yaml ?? texts.get(`${set.slug}/${base.version}`) ?? null) : null;
}

function compareFile(file: Met, base: string | null): ComparedFile {
  const { path, text, checksum, slug, set, errors, failingTests } = file;
  const { state, merged } = stand(file, base);
  const isAlike = state === 'same';
  return {
    ...{ id: path, path, slug, state, merged, errors, failingTests },
    title: file.title ?? set?.title ?? null,
    currentVersion: set?.currentVersion ?? 0,
    file: isAlike ? null : text,
    current: isAlike || !set || set.currentVersion === 0 ? null : set.current,
    base: base === null ? null : (file.base?.words ?? null),
    draft: set?.drafts.find((draft) => draft.checksum === checksum)?.number ?? null,
  };
}

type Standing = Pick<ComparedFile, 'state' | 'merged'>;

function stand({ text, set, errors }: Met, base: string | null): Standing {
  const alone = (state: ComparedFile['state']): Standing => ({ state, merged: null });
  if (errors.length > 0) return alone('invalid');
  if (!set || set.currentVersion === 0) return alone('new');
  if (text === set.current) return alone('same');
  if (base === null || base === set.current) return alone('changed');
  if (base === text) return alone('here');
  const names = { mine: 'the file', theirs: `version ${set.currentVersion}` };
  const { text: yaml, conflicts } = mergeLines(base, text, set.current, names);
  if (yaml === set.current) return alone('here'); // what changed in the file was done here as well
  if (yaml === text) return alone('changed'); // and the other way round
  return { state: 'conflict', merged: { yaml, conflicts } };
}

function goneFrom(
  folder: Folder,
  read: ReadFile[],
  known: ReadonlyMap<string, data.KnownSet>,
): ComparedFile[] {
  if (!folder.isWhole) return [];
  const named = new Set(read.map(({ slug }) => slug));
  return [...known.values()].flatMap(({ slug, title, currentVersion, current }): ComparedFile[] =>
    currentVersion === 0 || named.has(slug)
      ? []
      : [
          {
            ...{ id: slug, path: null, slug, title, state: 'gone', currentVersion, current, file: null },
            ...{ base: null, merged: null, draft: null, errors: [], failingTests: [] },
          },
        ],
  );
}

/** What needs a person first; what is alike last. */
function byState(one: ComparedFile, other: ComparedFile): number {
  const order = FILE_STATES.indexOf(one.state) - FILE_STATES.indexOf(other.state);
  return order || one.id.localeCompare(other.id, 'en');
}
