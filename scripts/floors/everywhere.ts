import { lineAt, withoutComments } from './imports';
import { readLiterals } from './literals';
import { findTextOrderings, readTextNames } from './sql-order';

export type Source = { file: string; text: string };

/** What no file may do, those of tests and scripts included, as "lib/a/x.ts:3 …: why". */
export function findFaultsAnywhere(sources: Source[]): string[] {
  const bare = sources.map(({ file, text }) => ({ file, text: withoutComments(text) }));
  return [...bare.flatMap(findWeakLimits), ...findTextOrders(bare)];
}

function findWeakLimits({ file, text }: Source): string[] {
  return [...text.matchAll(/\bAbortSignal\s*\.\s*(any|timeout)\s*\(/g)].map(
    (match) =>
      `${file}:${lineAt(text, match.index)} calls AbortSignal.${match[1]}: Node 20 loses it to the garbage collector; use withDeadline of lib/core/deadline.ts`,
  );
}

/** The tests of the sandbox's Jira hold JQL, in which a key is no column. */
const HOLDS_JQL = /^lib\/sandbox\/jira\/.*\.test\.ts$/;

function findTextOrders(sources: Source[]): string[] {
  const read = sources
    .filter(({ file }) => !HOLDS_JQL.test(file))
    .map(({ file, text }) => ({ file, literals: readLiterals(text) }));
  const textNames = new Set(read.flatMap(({ literals }) => literals.flatMap(readTextNames)));
  return read.flatMap(({ file, literals }) =>
    literals
      .flatMap((literal) => findTextOrderings(literal, textNames))
      .map(
        ({ name, line }) =>
          `${file}:${line} orders by ${name}, which is handed out as text, so that 10 comes before 9: name its table (t.${name})`,
      ),
  );
}
