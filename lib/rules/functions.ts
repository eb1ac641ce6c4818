import { RE2JS } from 're2js';
import { LIMITS } from './limits';
import { equals, type FactValue, typeOf, type Value } from './values';

/** `run` gets the arguments in order and the clock (ms since 1970); it answers unknown for a wrong type. */
type RuleFunction = { least: number; most: number; run: (args: Value[], now: number) => Value };

const DAY_MS = 86_400_000;
const ISO_DATE = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

function onText(compute: (text: string) => FactValue): RuleFunction {
  return { least: 1, most: 1, run: ([text]) => (typeof text === 'string' ? compute(text) : undefined) };
}

function onTexts(compute: (text: string, part: string) => FactValue): RuleFunction {
  const run = ([text, part]: Value[]): Value =>
    typeof text === 'string' && typeof part === 'string' ? compute(text, part) : undefined;
  return { least: 2, most: 2, run };
}

function onNumber(compute: (value: number) => number): RuleFunction {
  return { least: 1, most: 1, run: ([value]) => (typeof value === 'number' ? compute(value) : undefined) };
}

function onNumbers(compute: (...values: number[]) => number): RuleFunction {
  const run = (args: Value[]): Value => {
    const numbers = args.filter((value) => typeof value === 'number');
    return numbers.length === args.length ? compute(...numbers) : undefined;
  };
  return { least: 1, most: 50, run };
}

/** Whole days and parts of a day from an ISO date to now; a time without a zone is UTC. */
function daysSince([date]: Value[], now: number): Value {
  if (typeof date !== 'string') return undefined;
  const zone = ISO_DATE.exec(date);
  if (zone === null) return undefined;
  const needsZone = date.length > 10 && zone[1] === undefined;
  const time = Date.parse(`${date.replace(' ', 'T')}${needsZone ? 'Z' : ''}`);
  return Number.isNaN(time) ? undefined : (now - time) / DAY_MS;
}

/** Half away from zero, at up to ten places. */
function round([value, places = 0]: Value[]): Value {
  if (typeof value !== 'number' || typeof places !== 'number') return undefined;
  if (!Number.isInteger(places) || places < 0 || places > 10) return undefined;
  const scale = 10 ** places;
  const scaled = Math.abs(value) * scale;
  // The nudge makes 1.005, a hair below in binary, round as it is written.
  const rounded = Math.round(scaled * (1 + Number.EPSILON)) / scale;
  return Number.isFinite(rounded) ? Math.sign(value) * rounded : value;
}

function contains([whole, part]: Value[]): Value {
  if (typeof whole === 'string') return typeof part === 'string' ? whole.includes(part) : undefined;
  if (!Array.isArray(whole) || part === undefined) return undefined;
  const truths = whole.map((item) => equals(part, item));
  return truths.includes(true) ? true : truths.includes(undefined) ? undefined : false;
}

function left([text, length]: Value[]): Value {
  if (typeof text !== 'string' || typeof length !== 'number' || length < 0) return undefined;
  return [...text.slice(0, LIMITS.text)].slice(0, Math.floor(length)).join('');
}

const SHORTEST_PIECE = 3;
const MOST_REPEATED = 2_000;

/** How often one piece of at least three characters stands at the end, again and again; 1 where none does. */
function repeats(text: string): number {
  const end = text.slice(-MOST_REPEATED);
  let most = 1;
  for (let size = SHORTEST_PIECE; size * (most + 1) <= end.length; size += 1) {
    const piece = end.slice(-size);
    let count = 1;
    while (end.slice(-size * (count + 1), -size * count) === piece) count += 1;
    most = Math.max(most, count);
  }
  return most;
}

function toNumber([value]: Value[]): Value {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || !/^\s*-?\d+(\.\d+)?([eE][+-]?\d+)?\s*$/.test(value)) return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

const patterns = new Map<string, RE2JS | null>();

/** A pattern on the linear-time engine, or null when it is none; the newest hundreds are kept. */
function compilePattern(pattern: string): RE2JS | null {
  const known = patterns.get(pattern);
  if (known !== undefined) return known;
  if (patterns.size > 500) patterns.clear();
  const compiled = patternFault(pattern) === undefined ? RE2JS.compile(pattern) : null;
  patterns.set(pattern, compiled);
  return compiled;
}

/** What is wrong with a pattern, or nothing. Repeats are bounded because they multiply the program's size. */
export function patternFault(pattern: string): string | undefined {
  if (pattern.length > LIMITS.pattern) return `a pattern may have ${LIMITS.pattern} characters`;
  const repeats = [...pattern.matchAll(/\{(\d+)(?:,(\d*))?\}/g)];
  const size = repeats.reduce((product, [, least, most]) => product * Math.max(1, Number(most || least)), 1);
  if (size > 1_000) return 'its counted repeats multiply to more than 1,000';
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch (fault) {
    // The engine tells a wrong pattern only by throwing.
    return fault instanceof Error ? fault.message : 'not a pattern';
  }
}

/** True when the pattern is found anywhere in the text. */
function matches(text: string, pattern: string): Value {
  if (text.length > LIMITS.text) return undefined;
  return compilePattern(pattern)?.matcher(text).find();
}

/** Every function of the language but `exists` and `tag`, which look at names and not at values. */
export const FUNCTIONS: ReadonlyMap<string, RuleFunction> = new Map<string, RuleFunction>([
  ['days_since', { least: 1, most: 1, run: daysSince }],
  ['lower', onText((text) => text.toLowerCase())],
  ['upper', onText((text) => text.toUpperCase())],
  ['trim', onText((text) => text.trim())],
  ['repeats', onText(repeats)],
  ['left', { least: 2, most: 2, run: left }],
  [
    'len',
    {
      least: 1,
      most: 1,
      run: ([value]) =>
        typeof value === 'string' ? [...value].length : Array.isArray(value) ? value.length : undefined,
    },
  ],
  ['startswith', onTexts((text, part) => text.startsWith(part))],
  ['endswith', onTexts((text, part) => text.endsWith(part))],
  ['contains', { least: 2, most: 2, run: contains }],
  [
    'matches',
    {
      least: 2,
      most: 2,
      run: ([text, pattern]) =>
        typeof text === 'string' && typeof pattern === 'string' ? matches(text, pattern) : undefined,
    },
  ],
  ['abs', onNumber(Math.abs)],
  ['floor', onNumber(Math.floor)],
  ['ceil', onNumber(Math.ceil)],
  ['round', { least: 1, most: 2, run: round }],
  ['min', onNumbers(Math.min)],
  ['max', onNumbers(Math.max)],
  [
    'coalesce',
    { least: 1, most: 50, run: (args) => args.find((value) => value !== undefined && value !== null) },
  ],
  ['number', { least: 1, most: 1, run: toNumber }],
  [
    'text',
    {
      least: 1,
      most: 1,
      run: ([value]) =>
        value === undefined || ['null', 'list', 'object'].includes(typeOf(value)) ? undefined : String(value),
    },
  ],
]);

/** Names a rule may call, for suggestions. */
export const FUNCTION_NAMES: readonly string[] = ['exists', 'tag', 'fact', ...FUNCTIONS.keys()];
