import type { Call, Expression, Path, Tag } from './ast';
import type { Finder } from './flip-finder';
import type { FactValue, Value } from './values';

/** Changes by which something becomes part of something else, or is no longer: lists, texts and what looks into them. */

const MOST_MEMBERS = 6;
const LOOKS_INTO: ReadonlySet<string> = new Set(['contains', 'startswith', 'endswith', 'matches']);

/** `left in right`, whichever of them is a fact. */
export function tryMember(finder: Finder, left: Expression, right: Expression): void {
  const [item, whole] = [finder.value(left), finder.value(right)];
  if (finder.isFact(left) && Array.isArray(whole)) {
    const bound = whole.slice(0, MOST_MEMBERS);
    const isAlike = (each: FactValue) => item === undefined || item === null || typeof each === typeof item;
    for (const to of whole.filter(isAlike).slice(0, MOST_MEMBERS)) {
      finder.add(left, to, { relation: 'in', bound });
    }
    finder.add(left, strangerTo(whole, item), { relation: 'not in', bound });
  }
  if (finder.isFact(left) && typeof whole === 'string') {
    finder.add(left, whole, { relation: 'in', bound: whole });
    finder.add(left, `${whole}~`, { relation: 'not in', bound: whole });
  }
  if (finder.isFact(right) && item !== undefined) tryHolder(finder, right, item);
}

/** A list or a text that is to have a part, or to be without it. */
function tryHolder(finder: Finder, field: Path | Tag, part: FactValue): void {
  const whole = finder.now(field);
  if (Array.isArray(whole) || whole === undefined) {
    const items = whole ?? [];
    const without = items.filter((each) => JSON.stringify(each) !== JSON.stringify(part));
    finder.add(field, [...items, part], { relation: 'contains', bound: part });
    finder.add(field, without, { relation: 'lacks', bound: part });
  }
  if (typeof part !== 'string' || part === '') return;
  const text = typeof whole === 'string' ? whole : '';
  finder.add(field, `${text}${part}`, { relation: 'contains', bound: part });
  finder.add(field, text.replaceAll(part, ''), { relation: 'lacks', bound: part });
}

/** A function of a fact that is a condition by itself. */
export function tryCall(finder: Finder, { name, args }: Call): void {
  const [first, second] = args;
  if (!finder.isFact(first)) return;
  if (name === 'exists') {
    if (finder.now(first) !== undefined) finder.add(first, undefined, { relation: 'missing' });
    else finder.add(first, 'something', { relation: '!=', bound: null });
    return;
  }
  const part = second && finder.value(second);
  if (part === undefined || !LOOKS_INTO.has(name)) return;
  if (name === 'matches') {
    if (typeof part === 'string') tryPattern(finder, first, part);
    return;
  }
  if (name === 'startswith' && typeof part === 'string') {
    const now = finder.now(first);
    const text = typeof now === 'string' ? now : '';
    finder.add(first, `${part}${text}`, { relation: 'contains', bound: part });
  }
  tryHolder(finder, first, part);
}

/** Of a pattern only the plain words between its bars can be guessed. */
function tryPattern(finder: Finder, field: Path | Tag, pattern: string): void {
  for (const word of pattern.split('|').filter((piece) => /^[\w-]+$/.test(piece))) {
    finder.add(field, word, { relation: 'contains', bound: word });
  }
  finder.add(field, '', { relation: '==', bound: '' });
}

/** A value of the kind that the list holds, or that the fact is of, which is not in it. */
function strangerTo(list: FactValue[], item: Value): FactValue {
  const numbers = list.filter((each) => typeof each === 'number');
  const isOfNumbers = numbers.length > 0 && numbers.length === list.length;
  if (typeof item === 'number' || (item === undefined && isOfNumbers)) return Math.max(0, ...numbers) + 1;
  return `not ${list.find((each) => typeof each === 'string') ?? 'in it'}`;
}
