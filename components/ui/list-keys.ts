'use client';

import { useEffect } from 'react';

type Deeds = { close?: () => void; toggleFull?: () => void };

/** The keys of every list, as its help tells them. */
export const LIST_KEYS = [
  { keys: ['j'], words: 'The next row' },
  { keys: ['k'], words: 'The row before' },
  { keys: ['Enter'], words: 'Open the row' },
  { keys: ['o'], words: 'Show what is open as a full page, or beside its list' },
  { keys: ['x'], words: 'Select the row, or let it go' },
  { keys: ['Shift', 'x'], words: 'Select all rows up to this one' },
  { keys: ['Esc'], words: 'Close what is open; then, clear the selection' },
  { keys: ['/'], words: 'Go to the filter' },
] as const;

/**
 * The keys of a list: j and k move, Enter opens (the row's link has the focus), x selects, o is the full page, Esc
 * goes back, / goes to the filter. Keys typed into a field or under an open window are left alone.
 */
export function useListKeys({ close, toggleFull }: Deeds) {
  useEffect(() => {
    const deeds = new Map<string, () => boolean>([
      ['j', () => moveFocus(1)],
      ['k', () => moveFocus(-1)],
      ['x', () => chooseFocused(false)],
      ['X', () => chooseFocused(true)],
      ['/', focusFilter],
      ['o', () => did(toggleFull)],
      ['Escape', () => did(close) || clearSelection()],
    ]);
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

function isTakenByOthers(event: KeyboardEvent): boolean {
  const { target, key } = event;
  if (document.querySelector('[role="dialog"], [role="menu"]') !== null) return true;
  if (!(target instanceof HTMLElement)) return false;
  const isField = target.matches('input:not([type="checkbox"]), textarea, select, [contenteditable="true"]');
  if (isField && key === 'Escape') {
    event.preventDefault(); // the browser would empty a search field
    target.blur();
  }
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

/** As a click on the row's box, which knows of Shift too. */
function chooseFocused(shiftKey: boolean): boolean {
  const box = document.activeElement?.closest('[data-row]')?.querySelector('[data-choose]');
  return box?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, shiftKey })) ?? false;
}

function clearSelection(): boolean {
  const clear = document.querySelector<HTMLElement>('[data-clear-selection]');
  clear?.click();
  return clear !== null;
}

function focusFilter(): boolean {
  const filter = document.querySelector<HTMLElement>('[data-filter]');
  filter?.focus();
  return filter !== null;
}
