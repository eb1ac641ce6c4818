import { z } from 'zod';
import { listInput, pageOf } from '@/lib/core/list';

/** The lists that have saved views. A new list adds its name here and its place below. */
export const viewArea = z.enum([
  'recommendations',
  'tickets',
  'effects',
  'runs',
  'sources',
  'rules',
  'connections',
  'users',
  'tokens',
  'audit',
]);
export type ViewArea = z.infer<typeof viewArea>;

const PATHS: Record<ViewArea, string> = {
  recommendations: '/recommendations',
  tickets: '/tickets',
  effects: '/tickets/effects',
  runs: '/runs',
  sources: '/sources',
  rules: '/rules',
  connections: '/settings/connections',
  users: '/settings/users',
  tokens: '/settings/tokens',
  audit: '/settings/audit',
};

/** What of a list's URL is of this moment only: its page, whether a panel fills it, and which view was opened. */
const PASSING = ['cursor', 'view', 'saved'];

/** A list's query string as views keep it: in the order of its names, so that two that say the same are the same. */
export function searchOf(query: string): string {
  const params = new URLSearchParams(query);
  for (const name of PASSING) params.delete(name);
  params.sort();
  return params.toString();
}

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

/** The list with a view's filters; `saved` tells the list whose they are. */
export function hrefOfView({ id, area, search: kept }: Pick<SavedView, 'id' | 'area' | 'search'>): string {
  return `${PATHS[area]}?${kept ? `${kept}&` : ''}saved=${id}`;
}
