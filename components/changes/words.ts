import type { FieldChange } from '@/lib/deliveries/schema';

/** Above so many characters a value is told by its length: it would hide what the sentence says. */
const LONG = 40;

const figure = (count: number) => count.toLocaleString('en-US');

/** "1 field", "2 fields". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${figure(count)} ${count === 1 ? one : many}`;
}

/** A value of a column inside a sentence. Undefined is that there is no row to hold one. */
export function valueWords(value: string | null | undefined): string {
  if (value === undefined) return 'no row';
  if (value === null) return 'no value';
  return value === '' ? 'empty text' : value;
}

/** "cost (12.00 → 900.00)"; of long texts the length: "name (163 → 150 characters, cut)". */
export function changeWords({ field, from, to }: FieldChange): string {
  const isLong = (from?.length ?? 0) > LONG || (to?.length ?? 0) > LONG;
  if (!isLong || from === null || to === null) return `${field} (${short(from)} → ${short(to)})`;
  const isCut = to.length < from.length && from.startsWith(to.trimEnd());
  return `${field} (${figure(from.length)} → ${figure(to.length)} characters${isCut ? ', cut' : ''})`;
}

function short(value: string | null): string {
  const words = valueWords(value);
  return words.length > LONG ? `${figure(words.length)} characters` : words;
}

/** "name (a → b), cost (1 → 2)". */
export function changesWords(changes: FieldChange[]): string {
  return changes.map(changeWords).join(', ');
}
