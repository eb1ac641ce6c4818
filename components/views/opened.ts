'use client';

import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'next/navigation';
import { parseAsString, useQueryState } from 'nuqs';
import { searchOf, type ViewArea } from '@/lib/views/link.schema';
import type { SavedView } from '@/lib/views/schema';
import { viewQuery } from './queries';

export type OpenedView = {
  search: string; // what the list shows now, as views keep it
  view: SavedView | null; // that it was opened with
  isChanged: boolean; // the list shows something else by now
  open: (id: string | null) => void; // what is shown belongs to that view from now on
};

/** Which view the list in the address bar was opened with, and whether it still shows that. */
export function useOpenedView(area: ViewArea): OpenedView {
  const search = searchOf(useSearchParams().toString());
  const [id, setId] = useQueryState('saved', parseAsString.withOptions({ history: 'replace' }));
  const { data } = useQuery(viewQuery(id ?? ''));
  const view = id !== null && data?.area === area ? data : null;
  return {
    search,
    view,
    isChanged: view !== null && view.search !== search,
    open: (next) => void setId(next),
  };
}
