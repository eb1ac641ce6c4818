import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { RequestError } from '@/components/ui/request';
import type { RuleSetPage } from '@/lib/recommendations/rule-sets.schema';
import type { DraftView } from '@/lib/rules/editing/schema';
import {
  type DraftEvent,
  type DraftState,
  isOnItsWay,
  isUnsaved,
  type Kept,
  keptOf,
  reduceDraft,
} from './draft-state';
import { ruleSetQuery, sendDraft } from './queries';

const PAUSE_MS = 2_000; // after the last key
const AGAIN_MS = 8_000; // after a save that did not reach the server

export type DraftInHand = {
  state: DraftState;
  tell: (event: DraftEvent) => void;
  save: () => Promise<Kept | null>;
};

/**
 * Keeps a text in hand: saved when one stops typing for a moment, when asked to, and when the page is left; tried again
 * by itself while the server cannot be reached.
 */
export function useDraft(slug: string, start: DraftState, mayEdit: boolean): DraftInHand {
  const [state, setState] = useState(start);
  const client = useQueryClient();
  const latest = useRef(start); // also between two renders, for a save that follows another at once
  const sending = useRef<Promise<Kept | null> | null>(null);
  const tell = useCallback((event: DraftEvent) => {
    latest.current = reduceDraft(latest.current, event);
    setState(latest.current);
  }, []);

  const send = useCallback(async (): Promise<Kept | null> => {
    const { text: yaml, kept } = latest.current;
    tell({ type: 'sent' });
    try {
      const { number, revision, baseVersion } = kept;
      const draft = await sendDraft(slug, { number, revision, baseVersion, yaml });
      client.setQueryData<RuleSetPage>(ruleSetQuery(slug).queryKey, (set) => set && withDraft(set, draft));
      tell({ type: 'saved', draft });
      return keptOf(draft);
    } catch (thrown) {
      tell({ type: 'failed', error: thrown instanceof RequestError ? thrown : new RequestError(0, {}) });
      return null;
    }
  }, [client, slug, tell]);

  /** What is kept once what stands there is saved; null when it could not be. */
  const save = useCallback(async (): Promise<Kept | null> => {
    while (sending.current) await sending.current; // one at a time, each against the revision of the one before
    if (!mayEdit || !isUnsaved(latest.current)) return latest.current.kept;
    sending.current = send();
    const kept = await sending.current;
    sending.current = null;
    return kept;
  }, [mayEdit, send]);

  const { phase, text, kept } = state;
  useEffect(() => {
    if (phase === 'sending' || !isOnItsWay({ phase, text, kept, error: null })) return;
    const timer = setTimeout(() => void save(), phase === 'unreachable' ? AGAIN_MS : PAUSE_MS);
    return () => clearTimeout(timer);
  }, [phase, text, kept, save]);

  useEffect(() => {
    const isBack = () => void save();
    window.addEventListener('online', isBack);
    return () => {
      window.removeEventListener('online', isBack);
      if (isOnItsWay(latest.current)) void save(); // the page is left by a link
    };
  }, [save]);

  return { state, tell, save };
}

function withDraft(set: RuleSetPage, draft: DraftView): RuleSetPage {
  return { ...set, drafts: [draft, ...set.drafts.filter(({ number }) => number !== draft.number)] };
}

/** Warns before the window is closed, or a link is followed, while text is not saved and will not be by itself. */
export function useLeaveWarning(state: DraftState): void {
  const isLost = isUnsaved(state);
  const isStuck = isLost && state.phase !== 'still' && state.phase !== 'sending';
  useEffect(() => {
    if (!isLost) return;
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    const onClick = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
      if (!isStuck || !link || link.getAttribute('href')?.startsWith('#')) return;
      if (window.confirm('What you changed last is not saved. Leave the page all the same?')) return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener('beforeunload', onUnload);
    document.addEventListener('click', onClick, true);
    return () => {
      window.removeEventListener('beforeunload', onUnload);
      document.removeEventListener('click', onClick, true);
    };
  }, [isLost, isStuck]);
}
