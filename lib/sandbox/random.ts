/**
 * Deterministic numbers for the sandboxes: the same words give the same number, on every machine and in any
 * order of asking. Not for secrets.
 */
import { createHash } from 'node:crypto';

/** A generator of numbers in [0, 1) (mulberry32) that can be set to any 32-bit seed. */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A 32-bit number for a list of words (FNV-1a with a final mix): cheap enough for once a charge row. */
export function hash(...words: (string | number)[]): number {
  let value = 0x811c9dc5;
  for (const word of words) {
    const text = `${word}\u0000`;
    for (let index = 0; index < text.length; index += 1) {
      value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
    }
  }
  value = Math.imul(value ^ (value >>> 16), 0x7feb352d);
  value = Math.imul(value ^ (value >>> 15), 0x846ca68b);
  return (value ^ (value >>> 16)) >>> 0;
}

/** A number in [0, 1) for a list of words. */
export function share(...words: (string | number)[]): number {
  return hash(...words) / 4294967296;
}

/** One item of a list, chosen by a number in [0, 1). */
export function pick<Item>(items: readonly [Item, ...Item[]], part: number): Item {
  return items[Math.floor(part * items.length)] ?? items[0];
}

/** The first `length` hexadecimal digits (at most 64) of a digest of the words, for made-up ids. */
export function hexOf(length: number, ...words: (string | number)[]): string {
  return createHash('sha256').update(words.join('\u0000')).digest('hex').slice(0, length);
}
