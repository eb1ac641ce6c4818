import type { Span } from './ast';
import { LIMITS } from './limits';

export type Token =
  | { kind: 'number'; value: number; at: Span; onNewLine: boolean }
  | { kind: 'text'; value: string; at: Span; onNewLine: boolean }
  | { kind: 'word'; value: string; at: Span; onNewLine: boolean }
  | { kind: 'sign'; value: string; at: Span; onNewLine: boolean }
  | { kind: 'end'; value: ''; at: Span; onNewLine: boolean };

/** A fault of an expression, before it is known where the expression stands in its file. */
export type Flaw = { message: string; at: Span; suggestion?: string };

const SIGNS = ['==', '!=', '<=', '>=', '//', '+=', '-=', '*=', '/='];
const SINGLE = '<>=+-*/%()[],.;';
const HINTS: Record<string, string> = {
  '&': 'write "and"',
  '|': 'write "or"',
  '!': 'write "not"',
  '?': 'write "a if condition else b"',
  '{': 'objects cannot be written here; "{{ … }}" belongs in a message or reason',
  '^': 'powers are not part of the language',
};
/** How other languages write what we write as a word; the longer ones first. */
const FOREIGN = [
  ['&&', 'and'],
  ['||', 'or'],
  ['&', 'and'],
  ['|', 'or'],
  ['!', 'not '],
] as const;
const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r', '\\': '\\', "'": "'", '"': '"' };
const NUMBER = /(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const WORD = /[\p{L}_][\p{L}\p{N}_]*/uy;
const SPACE = /\s+/y;

function matchAt(pattern: RegExp, text: string, offset: number): string | undefined {
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0];
}

/** The tokens of an expression with their spans, ending in `end`; or the first fault. */
export function tokenize(text: string): { tokens: Token[] } | { flaw: Flaw } {
  if (text.length > LIMITS.expression) {
    const message = `An expression may have ${LIMITS.expression} characters, this one has ${text.length}.`;
    return { flaw: { message, at: { start: 0, end: text.length } } };
  }
  const tokens: Token[] = [];
  let offset = 0;
  let onNewLine = false;
  while (offset < text.length) {
    const space = matchAt(SPACE, text, offset);
    if (space !== undefined) {
      onNewLine ||= space.includes('\n');
      offset += space.length;
      continue;
    }
    const token = readToken(text, offset, onNewLine);
    if ('message' in token) return { flaw: token };
    tokens.push(token);
    offset = token.at.end;
    onNewLine = false;
  }
  tokens.push({ kind: 'end', value: '', at: { start: text.length, end: text.length }, onNewLine });
  return { tokens };
}

function readToken(text: string, start: number, onNewLine: boolean): Token | Flaw {
  const character = text.charAt(start);
  if (character === "'" || character === '"') return readText(text, start, onNewLine);
  const number = matchAt(NUMBER, text, start);
  if (number !== undefined) return readNumber(text, start, number, onNewLine);
  const word = matchAt(WORD, text, start);
  if (word !== undefined) {
    return { kind: 'word', value: word, at: { start, end: start + word.length }, onNewLine };
  }
  const sign = SIGNS.find((candidate) => text.startsWith(candidate, start));
  if (sign !== undefined) return { kind: 'sign', value: sign, at: { start, end: start + 2 }, onNewLine };
  const at = { start, end: start + 1 };
  if (SINGLE.includes(character)) return { kind: 'sign', value: character, at, onNewLine };
  const hint = Object.hasOwn(HINTS, character) ? `: ${HINTS[character]}` : '';
  const message = `"${character}" is not part of the language${hint}.`;
  const foreign = FOREIGN.find(([sign]) => text.startsWith(sign, start));
  if (!foreign) return { message, at };
  return { message, at: { start, end: start + foreign[0].length }, suggestion: foreign[1] };
}

function readNumber(text: string, start: number, digits: string, onNewLine: boolean): Token | Flaw {
  const at = { start, end: start + digits.length };
  const value = Number(digits.replaceAll('_', ''));
  if (!Number.isFinite(value)) return { message: `The number ${digits} is too large.`, at };
  const tail = matchAt(WORD, text, at.end);
  if (tail !== undefined) {
    return {
      message: `"${digits}${tail}" is neither a number nor a name.`,
      at: { start, end: at.end + tail.length },
    };
  }
  return { kind: 'number', value, at, onNewLine };
}

function readText(text: string, start: number, onNewLine: boolean): Token | Flaw {
  const quote = text.charAt(start);
  let value = '';
  let offset = start + 1;
  while (offset < text.length && text.charAt(offset) !== quote) {
    if (text.charAt(offset) !== '\\') {
      value += text.charAt(offset);
      offset += 1;
      continue;
    }
    // An unknown escape keeps its backslash, so that patterns such as '\d+' can be written once.
    const escaped = text.charAt(offset + 1);
    value += ESCAPES[escaped] ?? `\\${escaped}`;
    offset += 2;
  }
  if (offset >= text.length) {
    return { message: `This text has no closing ${quote}.`, at: { start, end: text.length } };
  }
  return { kind: 'text', value, at: { start, end: offset + 1 }, onNewLine };
}
