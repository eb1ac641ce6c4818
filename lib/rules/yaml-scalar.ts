import { Scalar } from 'yaml';

const ESCAPE_LENGTHS: Record<string, number> = { x: 4, u: 6, U: 10 };
/** What `\\` and one of these stands for is white space: new lines, tabs, blanks of all kinds. */
const SPACE_ESCAPES = 'ntrv_NLP \t';

/**
 * Where the character at `offset` of a scalar's value stands in the YAML text. Folding, indentation and escapes
 * part the two, but what is no white space stands in both in the same order; so we walk from one such character
 * to the next.
 */
export function sourceOffset(source: string, node: Scalar, offset: number): number {
  const value = String(node.value);
  const [start = 0, end = source.length] = node.range ?? [];
  let place = contentStart(source, node, start);
  const escapes = node.type === Scalar.QUOTE_DOUBLE;
  for (let index = 0; index < offset && place < end; ) {
    const length = characterLength(value, index);
    const isSpace = /\s/.test(value.charAt(index));
    if (isSpace) {
      place = skipOneSpace(source, place, escapes);
    } else {
      place = skipSpaces(source, place, escapes);
      place += writtenLength(source, place, node, length);
    }
    index += length;
  }
  const lands = value.charAt(offset);
  return Math.min(lands === '' || /\s/.test(lands) ? place : skipSpaces(source, place, escapes), end);
}

/** Where a scalar on one line stands in the text, its quotes left out. */
export function writtenSpan(node: Scalar): [number, number] {
  const [start = 0, end = start] = node.range ?? [];
  const isQuoted = node.type === Scalar.QUOTE_DOUBLE || node.type === Scalar.QUOTE_SINGLE;
  return isQuoted ? [start + 1, end - 1] : [start, end];
}

function contentStart(source: string, node: Scalar, start: number): number {
  if (node.type === Scalar.QUOTE_DOUBLE || node.type === Scalar.QUOTE_SINGLE) return start + 1;
  if (node.type !== Scalar.BLOCK_LITERAL && node.type !== Scalar.BLOCK_FOLDED) return start;
  const lineEnd = source.indexOf('\n', start);
  return lineEnd === -1 ? source.length : lineEnd + 1;
}

function characterLength(text: string, index: number): number {
  return (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
}

/** One white space of the value: an escape, one blank, or a whole fold with the indentation after it. */
function skipOneSpace(source: string, place: number, escapes: boolean): number {
  if (escapes && source.charAt(place) === '\\') return place + escapeLength(source, place);
  const fold = /[ \t]*\r?\n\s*/y;
  fold.lastIndex = place;
  const folded = fold.exec(source)?.[0];
  if (folded !== undefined) return place + folded.length;
  return /\s/.test(source.charAt(place)) ? place + 1 : place;
}

function skipSpaces(source: string, from: number, escapes: boolean): number {
  let place = from;
  for (;;) {
    const character = source.charAt(place);
    if (character !== '' && /\s/.test(character)) place += 1;
    else if (escapes && character === '\\' && isSpaceEscape(source, place))
      place += escapeLength(source, place);
    else return place;
  }
}

/** Also a backslash at the end of a line, which joins it to the next. */
function isSpaceEscape(source: string, place: number): boolean {
  const letter = source.charAt(place + 1);
  if (!Object.hasOwn(ESCAPE_LENGTHS, letter)) return SPACE_ESCAPES.includes(letter) || /\s/.test(letter);
  const code = Number.parseInt(source.slice(place + 2, place + escapeLength(source, place)), 16);
  return code <= 0xffff && /\s/.test(String.fromCharCode(code));
}

function escapeLength(source: string, place: number): number {
  return ESCAPE_LENGTHS[source.charAt(place + 1)] ?? 2;
}

/** How many characters of the text write the one character of the value that stands at `place`. */
function writtenLength(source: string, place: number, node: Scalar, length: number): number {
  if (node.type === Scalar.QUOTE_SINGLE && source.startsWith("''", place)) return 2;
  if (node.type !== Scalar.QUOTE_DOUBLE || source.charAt(place) !== '\\') return length;
  return escapeLength(source, place);
}
