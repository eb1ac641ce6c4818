import type { FactValue } from '../values';

/**
 * A value as text of JavaScript. All that a rule file can put into generated text goes through here, so it can only
 * ever be a literal; `<` and the two line separators are escaped too, for whoever shows the text somewhere.
 */
export function quoted(value: string | number | boolean | null): string {
  const text = JSON.stringify(value).replace(/[\u2028\u2029<]/g, escaped);
  return typeof value === 'number' && value < 0 ? `(${text})` : text;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Whether a literal can be written so that it reads back as itself: JSON has no Infinity. */
export function isWritable(value: FactValue): value is string | number | boolean | null {
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value === 'string' || typeof value === 'boolean' || value === null;
}

/** Joined by a sign, in brackets; what stands for an empty list is said by the caller. */
export function joined(parts: string[], sign: string, empty: string): string {
  if (parts.length === 0) return empty;
  return parts.length === 1 ? (parts[0] ?? empty) : `(${parts.join(` ${sign} `)})`;
}
