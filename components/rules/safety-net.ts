import { useEffect, useRef, useState } from 'react';
import { type DraftState, isUnsaved } from './draft-state';

/** A text that was in a window when it closed, and had not reached the server. */
export type Caught = { text: string; at: string };

const UNLOOKED = { isLooked: false, caught: null };
const keyOf = (slug: string, number: number | null) => `evenkeel:rules:${slug}:${number ?? 'new'}`;

/**
 * Keeps in this browser what is not saved yet, so that a reload or a crash loses nothing, and hands out what it has
 * caught before. While that waits for an answer nothing is written over it.
 */
export function useSafetyNet(slug: string, state: DraftState) {
  const { text, kept } = state;
  const key = keyOf(slug, kept.number);
  const unsaved = isUnsaved(state);
  const begun = useRef({ key, text });
  const [net, setNet] = useState<{ isLooked: boolean; caught: Caught | null }>(UNLOOKED);

  useEffect(() => {
    const found = read(begun.current.key);
    setNet({ isLooked: true, caught: found && found.text !== begun.current.text ? found : null });
  }, []);

  const { isLooked, caught } = net;
  const written = useRef(key);
  useEffect(() => {
    if (!isLooked || caught) return;
    if (written.current !== key) remove(written.current); // it has a number by now, or is one of its own
    written.current = key;
    if (unsaved) write(key, { text, at: new Date().toISOString() });
    else remove(key);
  }, [key, isLooked, caught, unsaved, text]);

  const forget = () => {
    remove(key);
    setNet({ isLooked: true, caught: null });
  };
  return { caught, forget };
}

function read(key: string): Caught | null {
  try {
    const found: unknown = JSON.parse(window.localStorage.getItem(key) ?? 'null');
    return isCaught(found) ? found : null;
  } catch {
    return null; // a browser that keeps nothing, or something else under our name
  }
}

function isCaught(found: unknown): found is Caught {
  if (typeof found !== 'object' || found === null || !('text' in found) || !('at' in found)) return false;
  return (
    typeof found.text === 'string' && typeof found.at === 'string' && !Number.isNaN(Date.parse(found.at))
  );
}

function write(key: string, caught: Caught): void {
  try {
    window.localStorage.setItem(key, JSON.stringify(caught));
  } catch {
    // full, or forbidden: the server's copy is the one that counts
  }
}

function remove(key: string): void {
  try {
    window.localStorage.removeItem(key);
  } catch {
    // nothing was kept then
  }
}
