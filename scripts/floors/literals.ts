import { lineAt } from './imports';

export type Literal = { text: string; line: number };

/** What stands for `${…}` in the text of a template. */
export const HOLE = '\u0001';

/** The string and template literals of a source text without comments, those within `${…}` of a template too. */
export function readLiterals(source: string): Literal[] {
  const found: Literal[] = [];
  readCode(source, 0, found);
  return found;
}

/** Reads code up to the `}` that closes it, and returns where that stands (or the end of the source). */
function readCode(source: string, from: number, found: Literal[]): number {
  let depth = 0;
  let at = from;
  while (at < source.length) {
    const char = source.charAt(at);
    if (char === '`') at = readTemplate(source, at, found);
    else if (char === "'" || char === '"') at = readString(source, at, found);
    else if (char === '}' && depth === 0) return at;
    else {
      if (char === '{') depth += 1;
      if (char === '}') depth -= 1;
      at += 1;
    }
  }
  return at;
}

function readTemplate(source: string, start: number, found: Literal[]): number {
  let text = '';
  let at = start + 1;
  while (at < source.length && source.charAt(at) !== '`') {
    if (source.startsWith('${', at)) {
      at = readCode(source, at + 2, found) + 1;
      text += HOLE;
    } else {
      text += charAt(source, at);
      at += source.charAt(at) === '\\' ? 2 : 1;
    }
  }
  found.push({ text, line: lineAt(source, start) });
  return at + 1;
}

/** A quote in a regular expression or in JSX ends with its line at the latest. */
function readString(source: string, start: number, found: Literal[]): number {
  const quote = source.charAt(start);
  let text = '';
  let at = start + 1;
  while (at < source.length && source.charAt(at) !== quote && source.charAt(at) !== '\n') {
    text += charAt(source, at);
    at += source.charAt(at) === '\\' ? 2 : 1;
  }
  found.push({ text, line: lineAt(source, start) });
  return at + 1;
}

/** What is escaped as itself; white space that is escaped ends no line of the source. */
function charAt(source: string, at: number): string {
  if (source.charAt(at) !== '\\') return source.charAt(at);
  return source.charAt(at + 1).replace(/[nrt]/, ' ');
}
