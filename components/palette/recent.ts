import { z } from 'zod';
import { hitKind, type SearchHit } from '@/lib/search/schema';

/** The records that this person opened last from the palette, in this browser. */
const MOST = 6;
const kept = z.array(
  z.object({
    kind: hitKind,
    id: z.string(),
    title: z.string(),
    detail: z.string().nullable(),
    isExact: z.boolean(),
  }),
);
const keyOf = (viewerId: string) => `evenkeel.recent.${viewerId}`;

export function readRecent(viewerId: string): SearchHit[] {
  try {
    return kept.parse(JSON.parse(window.localStorage.getItem(keyOf(viewerId)) ?? '[]'));
  } catch {
    return []; // of an older shape, or the browser keeps nothing: there is no recent then
  }
}

export function rememberRecent(viewerId: string, hit: SearchHit): void {
  const others = readRecent(viewerId).filter(({ kind, id }) => kind !== hit.kind || id !== hit.id);
  try {
    const next = [{ ...hit, isExact: false }, ...others].slice(0, MOST);
    window.localStorage.setItem(keyOf(viewerId), JSON.stringify(next));
  } catch {
    // The browser keeps nothing: what was opened is open all the same.
  }
}
