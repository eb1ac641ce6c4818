'use client';

import { parseAsString, useQueryState } from 'nuqs';
import { useCallback } from 'react';

type DeedUrl = { isOpen: boolean; argument: string | null; setOpen: (isOpen: boolean) => void };

/**
 * Whether the form of a deed stands open, kept in the address: `?do=start`, or with what it is about
 * `?do=start:recommend`. So a link, the palette and the button of the page all open the same form.
 */
export function useDeedUrl(deed: string): DeedUrl {
  const [held, setHeld] = useQueryState('do', parseAsString);
  const isOpen = held === deed || (held?.startsWith(`${deed}:`) ?? false);
  const setOpen = useCallback((open: boolean) => void setHeld(open ? deed : null), [deed, setHeld]);
  return { isOpen, argument: isOpen ? held?.slice(deed.length + 1) || null : null, setOpen };
}
