'use client';

import { useRouter } from 'next/navigation';
import type { PanelUrl } from './panel-url';

/** Rows that open as pages of their own, not beside the list. */
export function usePagesUrl(hrefOf: (id: string) => string): PanelUrl {
  const router = useRouter();
  return {
    openId: null,
    isFull: false,
    hrefOf,
    open: (id) => router.push(hrefOf(id)),
    close: () => {},
    toggleFull: () => {},
  };
}
