import { z } from 'zod';

/** What the palette finds among the records; the order is that in which it shows them. */
export const hitKind = z.enum(['recommendation', 'ticket', 'record', 'run', 'source', 'rule_set', 'user']);
export type HitKind = z.infer<typeof hitKind>;

export const searchInput = z.object({ q: z.string().trim().min(1).max(100) });

/** One record that begins with what was asked, or is it (`isExact`). A rule set's id is its slug, a record's its sync's and its key: “sync/key”. */
export const searchHit = z.object({
  kind: hitKind,
  id: z.string(),
  title: z.string(),
  detail: z.string().nullable(),
  isExact: z.boolean(),
});
export type SearchHit = z.infer<typeof searchHit>;

export const searchResult = z.object({ items: z.array(searchHit) });
export type SearchResult = z.infer<typeof searchResult>;
