import { mkdir, stat, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { database } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { systemActor } from '@/lib/people/schema';
import { takeFilesWithinLimits } from '@/lib/recommendations/rule-files.commands';
import { compareFolder } from '@/lib/rules/files/compare';
import { knownSets } from '@/lib/rules/files/data';
import { exportFolder } from '@/lib/rules/files/export';
import { readFolder } from '@/lib/rules/files/folder';
import { readFiles } from '@/lib/rules/files/read';
import type { ComparedFile, TakenResult } from '@/lib/rules/files/schema';
import { tableOf } from './table';

export const USAGE = `npm run rules -- export <folder>
npm run rules -- compare <folder>                            exit code 1: something differs
npm run rules -- import <folder> --note "…" [--publish]      exit code 1: something was left`;

type Print = (text: string) => void;

/** The rule sets of a database and a folder of files, as one would have it in git. Answers with the exit code. */
export async function runRules(args: string[], print: Print): Promise<number> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: { note: { type: 'string' }, publish: { type: 'boolean', default: false } },
  });
  const [deed, folder] = positionals;
  if (folder === undefined || positionals.length > 2) throw new AppError('invalid_input', USAGE);
  if (deed === 'export') return writeFolder(folder, print);
  if (deed === 'compare') return compare(folder, print);
  if (deed !== 'import') throw new AppError('invalid_input', USAGE);
  const { note = '', publish } = values;
  if (note.trim().length < 3) throw new AppError('invalid_input', 'say what changed and why: --note "…"');
  return take(folder, { note: note.trim(), publish }, print);
}

/** A set whose file is in the folder already, somewhere, is written there: the folder's order is its owner's. */
async function writeFolder(folder: string, print: Print): Promise<number> {
  const files = await exportFolder(database());
  const places = await placesIn(folder);
  for (const { path, text, slug } of files) {
    const target = join(folder, (slug && places.get(slug)) ?? path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, text);
  }
  print(`${files.length - 1} rule sets were written to ${folder}.`);
  return 0;
}

async function placesIn(folder: string): Promise<ReadonlyMap<string, string>> {
  const isThere = await stat(folder).then(
    () => true,
    () => false,
  );
  if (!isThere) return new Map();
  const { files } = await readFolder(folder);
  const read = await readFiles(files, await knownSets(database()));
  return new Map(read.flatMap(({ slug, path }) => (slug === null ? [] : [[slug, path] as const])));
}

async function compare(folder: string, print: Print): Promise<number> {
  const { files } = await compareFolder(database(), await readFolder(folder));
  printComparison(files, print);
  return files.every(({ state }) => state === 'same') ? 0 : 1;
}

function printComparison(files: ComparedFile[], print: Print): void {
  const differing = files.filter(({ state }) => state !== 'same');
  if (differing.length > 0) {
    print(tableOf(['State', 'Set', 'File', 'What'], differing.map(lineOf)));
    for (const { path, errors } of differing) {
      for (const { line, column, message } of errors) print(`${path}:${line}:${column}: ${message}`);
    }
  }
  print(`${files.length - differing.length} of ${files.length} are the same.`);
}

const WHAT = {
  conflict: 'changed in both',
  invalid: 'cannot be read',
  changed: 'changed in the file',
  new: 'not there yet',
  here: 'changed in Evenkeel',
  gone: 'not in the folder',
  same: 'the same',
} as const;

function lineOf({ state, slug, path, failingTests }: ComparedFile): string[] {
  const failing = failingTests.length > 0 ? `, ${failingTests.length} of its tests fail` : '';
  return [state, slug ?? '', path ?? '', `${WHAT[state]}${failing}`];
}

type Taking = { note: string; publish: boolean };

/** Takes what is new and what only the folder changed; the rest is for a person to settle. */
async function take(folder: string, { note, publish }: Taking, print: Print): Promise<number> {
  const { files } = await compareFolder(database(), await readFolder(folder));
  const chosen = files.flatMap(({ state, path, file, currentVersion }) =>
    (state === 'new' || state === 'changed') && path !== null && file !== null
      ? [{ path, yaml: file, currentVersion }]
      : [],
  );
  const actor = systemActor(`npm run rules, ${userInfo().username}`);
  const { results } = await takeFilesWithinLimits({ actor, files: chosen, note, publish });
  if (results.length > 0) print(tableOf(['Outcome', 'Set', 'File', 'What'], results.map(outcomeOf)));
  const left = files.filter(({ state }) => state === 'conflict' || state === 'invalid');
  if (left.length > 0) printComparison(left, print);
  const refused = results.filter(({ outcome }) => outcome === 'refused').length;
  print(`${results.length - refused} taken, ${refused} refused, ${left.length} left for a person to settle.`);
  return refused + left.length > 0 ? 1 : 0;
}

function outcomeOf({ outcome, slug, path, version, draft, error }: TakenResult): string[] {
  const what = error ?? (version === null ? `draft ${draft}` : `version ${version}`);
  return [outcome, slug ?? '', path, what];
}
