'use client';

import { useEffect } from 'react';

/** The keys of a list and what the help says of them. */
export const LIST_KEYS = {
  j: { label: 'j', words: 'The next row' },
  k: { label: 'k', words: 'The row before' },
  Enter: { label: 'Enter', words: 'Open the row' },
  x: { label: 'x', words: 'Choose the row, or take it out again' },
  o: { label: 'o', words: 'What is open as a full page, or beside the list again' },
  Escape: { label: 'Esc', words: 'Back to the list' },
  '/': { label: '/', words: 'Search and filter the list' },
} as const;

type Deeds = { close?: () => void; toggleFull?: () => void };

/**
 * The keys of a list: j and k move, Enter opens (the row's link has the focus), x selects, o is the full page, Esc
 * goes back, / goes to the filter. Keys typed into a field or under an open window are left alone.
 */
export function useListKeys({ close, toggleFull }: Deeds) {
  useEffect(() => {
    // Enter is the link's own.
    const deeds = new Map<string, () => boolean>([
      ['j', () => moveFocus(1)],
      ['k', () => moveFocus(-1)],
      ['x', toggleFocused],
      ['/', focusFilter],
      ['o', () => did(toggleFull)],
      ['Escape', () => did(close)],
    ] satisfies [keyof typeof LIST_KEYS, () => boolean][]);
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return;
      if (!isTakenByOthers(event) && deeds.get(event.key)?.()) event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [close, toggleFull]);
}

function did(deed: (() => void) | undefined): boolean {
  deed?.();
  return deed !== undefined;
}

function isTakenByOthers({ target, key }: KeyboardEvent): boolean {
  if (document.querySelector('[role="dialog"], [role="menu"]') !== null) return true;
  if (!(target instanceof HTMLElement)) return false;
  const isField = target.matches('input:not([type="checkbox"]), textarea, select, [contenteditable="true"]');
  if (isField && key === 'Escape') target.blur();
  return isField;
}

function links(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('[data-list] [data-row-link]')];
}

function moveFocus(step: 1 | -1): boolean {
  const all = links();
  const held = document.activeElement?.closest('[data-row]')?.querySelector<HTMLElement>('[data-row-link]');
  const current = held ?? document.querySelector<HTMLElement>('[data-list] [data-row-link][aria-current]');
  const at = current ? all.indexOf(current) : -1;
  const next = all[at === -1 ? 0 : Math.min(all.length - 1, Math.max(0, at + step))];
  next?.focus();
  next?.closest('[data-row]')?.scrollIntoView({ block: 'nearest' });
  return next !== undefined;
}

function toggleFocused(): boolean {
  const box = document.activeElement?.closest('[data-row]')?.querySelector<HTMLElement>('[data-choose]');
  box?.click();
  return Boolean(box);
}

function focusFilter(): boolean {
  const filter = document.querySelector<HTMLElement>('[data-filter]');
  filter?.focus();
  return filter !== null;
}
