import { z } from 'zod';

/**
 * Keyset pages, the only kind we have: the cursor holds the sort value and the id of the last row, so that a page
 * costs the same at the start and at the end of a million rows and no row is shown twice while others are added.
 */
export const listInput = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('Rows of a page'),
  cursor: z.string().max(500).optional().describe('What the page before gave as nextCursor'),
  sort: z.string().max(60).optional().describe('A column’s name, with “-” before it for descending'),
  q: z.string().trim().max(200).optional().describe('A text to look for'),
});
export type ListInput = z.infer<typeof listInput>;

export type Page<Item> = { items: Item[]; nextCursor: string | null };

export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** A filter that may be left out. A query says "kind=" where it is cleared. */
export const cleared = <Shape extends z.ZodType>(shape: Shape) =>
  z.preprocess((given) => (given === '' ? undefined : given), shape.optional());

/** A bound of a filter by time: a moment with its zone, or a day, which begins in UTC. */
export const moment = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })])
  .refine((text) => text >= '0001', 'the year 0 is none');
