import { z } from 'zod';
import { listInput, pageOf } from '@/lib/core/list';
import { searchOf, VIEW_AREAS } from './link.schema';

export const viewArea = z.enum(VIEW_AREAS);

const name = z.string().trim().min(1, 'give it a name').max(80);
const search = z
  .string()
  .max(2000)
  .transform(searchOf)
  .refine((text) => text.length <= 2000, 'this filter is too long to be kept');

export const createViewInput = z.object({
  area: viewArea,
  name,
  search,
  isShared: z.boolean().default(false),
});
export const viewIdInput = z.object({ id: z.uuid() });
export const changeViewInput = viewIdInput.extend({
  name: name.optional(),
  search: search.optional(),
  isShared: z.boolean().optional(),
});

/** Sorts: name, updatedAt. */
export const listViewsInput = listInput.extend({ area: viewArea.optional() });
export type ListViewsInput = z.infer<typeof listViewsInput>;

export const savedView = z.object({
  id: z.string(),
  area: viewArea,
  name: z.string(),
  search: z.string(), // without "?"
  isShared: z.boolean(), // with everybody who may sign in
  owner: z.string(),
  isOwn: z.boolean(), // who asks may change it
  mayRemove: z.boolean(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type SavedView = z.infer<typeof savedView>;
export const viewPage = pageOf(savedView);
