import { setImmediate } from 'node:timers/promises';
import { compileRuleSet } from '../compile';
import { checksumOf } from '../data';
import { parseRuleSet } from '../parse';
import type { PlacedError, RuleSet } from '../schema';
import { runSetTests } from '../test-cases';
import type { KnownSet } from './data';
import type { RuleFile } from './sift';

/** A file with the name of the set that it is of; null where it does not say it so that it can be read. */
export type ReadFile = {
  path: string;
  text: string;
  checksum: string;
  slug: string | null;
  title: string | null;
  errors: PlacedError[];
  failingTests: string[];
};

/** What `parseRuleSet` calls a set that does not name itself. */
const NAMELESS = 'untitled';

/** Reads every file as rules. What a set says already is not read again: it was when it was published. */
export async function readFiles(
  files: RuleFile[],
  known: ReadonlyMap<string, KnownSet>,
): Promise<ReadFile[]> {
  const published = new Map(
    [...known.values()].flatMap(({ slug, title, currentVersion, versions }) => {
      const current = versions.find(({ version }) => version === currentVersion);
      return current ? [[current.checksum, { slug, title }] as const] : [];
    }),
  );
  const read: ReadFile[] = [];
  for (const file of files) {
    await setImmediate(); // whoever else calls this process waits for one file, not for all
    const checksum = checksumOf(file.text);
    const same = published.get(checksum);
    read.push(
      same
        ? { ...file, ...same, checksum, errors: [], failingTests: [] }
        : { ...readFile(file, known), checksum },
    );
  }
  return withoutDoubles(read);
}

function readFile({ path, text, fault }: RuleFile, known: ReadonlyMap<string, KnownSet>) {
  const none = { path, text, title: null, failingTests: [] };
  if (fault !== undefined) return { ...none, slug: null, errors: [atTop(fault)] };
  const parsed = parseRuleSet(text);
  if (!parsed.ok) return { ...none, slug: nameIn(text), errors: parsed.errors };
  const { ruleset: slug, title = slug } = parsed.set;
  if (slug === NAMELESS && !known.has(slug)) {
    return { ...none, slug: null, errors: [atTop('A file of a folder needs a name: "ruleset".')] };
  }
  return { path, text, slug, title, errors: [], failingTests: failing(parsed.set) };
}

function failing(set: RuleSet): string[] {
  return runSetTests(compileRuleSet(set)).flatMap(({ name, passed }) => (passed ? [] : [name]));
}

/** Of a file that is wrong elsewhere: the set of that name is not gone. */
function nameIn(text: string): string | null {
  return /^ruleset:[ \t]*["']?([a-z0-9]+(?:-[a-z0-9]+)*)["']?[ \t]*(?:#.*)?$/m.exec(text)?.[1] ?? null;
}

function withoutDoubles(files: ReadFile[]): ReadFile[] {
  const first = new Map<string, string>();
  const doubled = new Set<string>();
  for (const { slug, path } of files) {
    if (slug === null) continue;
    if (first.has(slug)) doubled.add(slug);
    else first.set(slug, path);
  }
  return files.map((file) => {
    if (file.slug === null || !doubled.has(file.slug)) return file;
    const others = files.filter(({ slug, path }) => slug === file.slug && path !== file.path);
    const told = `The set "${file.slug}" is in ${others.map(({ path }) => path).join(', ')} too.`;
    return { ...file, errors: [...file.errors, atTop(told)] };
  });
}

function atTop(message: string): PlacedError {
  return { line: 1, column: 1, message };
}
