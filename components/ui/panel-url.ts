'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useCallback } from 'react';

export type PanelUrl = {
  openId: string | null;
  isFull: boolean;
  hrefOf: (id: string) => string;
  open: (id: string) => void;
  close: () => void;
  toggleFull: () => void;
};

/**
 * Which row of a list stands open. Its URL is `<base>/<id>` with the list's own filters kept; it is pushed by the
 * History API, which Next follows, so that the list stays where it is while panels change. `pathOf` writes an id of
 * several parts as so many segments; read back, both are the same text.
 */
export function usePanelUrl(base: string, pathOf: (id: string) => string = encodeURIComponent): PanelUrl {
  const pathname = usePathname();
  const params = useSearchParams();
  const search = withoutDeed(params);
  const openId = pathname.startsWith(`${base}/`) ? decodeURIComponent(pathname.slice(base.length + 1)) : null;
  const isFull = openId !== null && params.get('view') === 'full';

  const hrefOf = useCallback(
    (id: string) => `${base}/${pathOf(id)}${search ? `?${search}` : ''}`,
    [base, search, pathOf],
  );
  const open = useCallback((id: string) => window.history.pushState(null, '', hrefOf(id)), [hrefOf]);
  const close = useCallback(() => {
    if (openId === null) return;
    const kept = new URLSearchParams(search);
    kept.delete('view');
    window.history.pushState(null, '', kept.size > 0 ? `${base}?${kept}` : base);
    document.querySelector<HTMLElement>(`[data-row="${CSS.escape(openId)}"] [data-row-link]`)?.focus();
  }, [base, openId, search]);
  const toggleFull = useCallback(() => {
    if (openId === null) return;
    const next = new URLSearchParams(search);
    if (isFull) next.delete('view');
    else next.set('view', 'full');
    const path = `${base}/${pathOf(openId)}`;
    window.history.pushState(null, '', next.size > 0 ? `${path}?${next}` : path);
  }, [base, openId, search, isFull, pathOf]);

  return { openId, isFull, hrefOf, open, close, toggleFull };
}

/** The filters of a list, without a form that stands open over it (deed-url.ts). */
function withoutDeed(params: URLSearchParams): string {
  const kept = new URLSearchParams(params);
  kept.delete('do');
  return kept.toString();
}
