import type { SearchParams } from 'nuqs/server';
import { z } from 'zod';
import { viewQuery } from '@/components/views/queries';
import { database } from '@/lib/core/db';
import type { Viewer } from '@/lib/people/schema';
import { readView } from '@/lib/views/data';
import type { Read } from './prefetch';

/** The saved view that a list is opened with, read ahead so that its name stands there from the first paint. */
export async function readSaved(viewer: Viewer, searchParams: Promise<SearchParams>): Promise<Read[]> {
  const { success, data: id } = z.uuid().safeParse((await searchParams).saved);
  if (!success) return [];
  const view = await readView(database(), { kind: 'user', ...viewer }, id);
  return view ? [[viewQuery(id).queryKey, view]] : [];
}
