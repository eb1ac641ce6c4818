'use client';

import dynamic from 'next/dynamic';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import type { Viewer } from '@/lib/people/schema';

const loadPalette = () => import('@/components/palette/palette').then((module) => module.Palette);
const loadHelp = () => import('./help').then((module) => module.Help);
const Palette = dynamic(loadPalette, { ssr: false });
const Help = dynamic(loadHelp, { ssr: false });

type WindowName = 'palette' | 'help';
const Windows = createContext<{ open: (name: WindowName) => void }>({ open: () => {} });
export const useWindows = () => useContext(Windows);

/**
 * The windows that every page has: the palette (⌘K, Ctrl K) and the keys (?). The first load carries only who listens
 * for the keys; the windows come when they are opened.
 */
export function WindowsProvider({ viewer, children }: { viewer: Viewer; children: ReactNode }) {
  const [opened, setOpened] = useState<WindowName | null>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const wanted = event.defaultPrevented ? null : windowOf(event);
      if (wanted === null) return;
      const isCovered = document.querySelector('[role="dialog"], [role="menu"]') !== null;
      if (isCovered && !(wanted === 'palette' && opened === 'palette')) return;
      event.preventDefault();
      setOpened(opened === wanted ? null : wanted);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [opened]);
  const open = useMemo(() => ({ open: setOpened }), []);
  const close = () => setOpened(null);
  return (
    <Windows value={open}>
      {children}
      {opened === 'palette' ? (
        <Palette viewer={viewer} onClose={close} onHelp={() => setOpened('help')} />
      ) : null}
      {opened === 'help' ? <Help onClose={close} /> : null}
    </Windows>
  );
}

function windowOf({ key, metaKey, ctrlKey, altKey, target }: KeyboardEvent): WindowName | null {
  if ((metaKey || ctrlKey) && !altKey && key.toLowerCase() === 'k') return 'palette';
  const isTyped = target instanceof HTMLElement && target.matches(FIELDS);
  return key === '?' && !metaKey && !ctrlKey && !altKey && !isTyped ? 'help' : null;
}

const FIELDS = 'input:not([type="checkbox"]), textarea, select, [contenteditable="true"]';
