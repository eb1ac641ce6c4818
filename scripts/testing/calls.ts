import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix, resolve } from 'node:path';
import { withoutComments } from '../floors/imports';

/**
 * What the functions of the program may come to call, read from their text: a name in a function's body stands for
 * the declaration of that name in the same file, or for what the file imports under it. So it may find too much (a
 * name that is only mentioned), never too little, short of functions that are handed in as values.
 */
export type Calls = {
  declarations: { id: string; isExported: boolean; body: string }[]; // id: "lib/runs/commands.ts#startRun"
  reaches(from: string, to: string[]): boolean;
};

const ROOT = resolve(import.meta.dirname, '..', '..');

type Declaration = { id: string; file: string; name: string; isExported: boolean; body: string };

/** `walls`: files whose functions are taken to call nothing, such as the frame that every call runs in. */
export function readCalls(folders: string[], walls: string[] = []): Calls {
  const files = folders.flatMap(sourcesOf);
  const declarations = files.flatMap((file) => declarationsOf(file, textOf(file)));
  const known = new Map(declarations.map((declaration) => [declaration.id, declaration]));
  const names = new Map(files.map((file) => [file, namesOf(file, declarations)]));
  const next = (id: string) => {
    const declaration = known.get(id);
    return declaration && !walls.includes(declaration.file)
      ? mentionedIn(declaration, names.get(declaration.file) ?? new Map())
      : [];
  };
  return { declarations, reaches: (from, to) => isWithin(from, new Set(to), next) };
}

function isWithin(from: string, to: Set<string>, next: (id: string) => string[]): boolean {
  const seen = new Set([from]);
  for (const id of seen) {
    if (to.has(id)) return true;
    for (const each of next(id)) seen.add(each); // a Set hands out what is added while it is walked
  }
  return false;
}

function sourcesOf(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.ts$/.test(path) && !/\.test\.ts$|(^|\/)testing/.test(path))
    .map((path) => posix.join(folder, path));
}

const textOf = (file: string) => withoutComments(readFileSync(join(ROOT, file), 'utf8'));

const DECLARATION = /^(export )?(?:async )?(?:function\*?|const|let|class) (\w+)/gm;

/** Each declaration at the left margin, with its text up to the next one. */
function declarationsOf(file: string, text: string): Declaration[] {
  const starts = [...text.matchAll(DECLARATION)];
  return starts.map((start, at) => ({
    id: `${file}#${start[2]}`,
    file,
    name: start[2] ?? '',
    isExported: start[1] !== undefined,
    body: text.slice(start.index + start[0].length, starts[at + 1]?.index),
  }));
}

/** What a name of a file stands for: a declaration, or every declaration of a file that is imported whole ("…#"). */
function namesOf(file: string, declarations: Declaration[]): Map<string, string> {
  const own = declarations
    .filter((declaration) => declaration.file === file)
    .map(({ name, id }): [string, string] => [name, id]);
  return new Map([...own, ...importsOf(file)]);
}

const IMPORT = /^import (?!type )(?:\* as (\w+)|\{([^}]*)\}) from '([^']+)'/gm;

function importsOf(file: string): [string, string][] {
  return [...textOf(file).matchAll(IMPORT)].flatMap(([, whole, named, from = '']): [string, string][] => {
    const target = fileOf(file, from);
    if (target === null) return [];
    if (whole) return [[whole, `${target}#`]];
    return (named ?? '')
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '' && !part.startsWith('type '))
      .map((part): [string, string] => {
        const [name = '', local = name] = part.split(' as ');
        return [local, `${target}#${name}`];
      });
  });
}

function fileOf(file: string, from: string): string | null {
  const path = from.startsWith('@/') ? from.slice(2) : posix.join(posix.dirname(file), from);
  const isOurs = from.startsWith('@/') || from.startsWith('.');
  return isOurs && existsSync(join(ROOT, `${path}.ts`)) ? `${path}.ts` : null;
}

function mentionedIn({ body, id }: Declaration, names: Map<string, string>): string[] {
  return [...body.matchAll(/\b(\w+)(?:\.(\w+))?/g)].flatMap(([, name = '', member]) => {
    const target = names.get(name);
    if (target === undefined || target === id) return [];
    return target.endsWith('#') ? [`${target}${member ?? ''}`] : [target];
  });
}
