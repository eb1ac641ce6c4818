import type { RequestError } from '@/components/ui/request';
import type { DraftView, RuleSetDetail } from '@/lib/rules/editing/schema';

/**
 * One text in hand. It is `still` when what the server keeps and what stands here are either the same or about to be;
 * `sending` while it is saved; `unreachable` is tried again by itself; `refused` waits for the next change;
 * `overtaken` (somebody saved it in between) and `gone` (published or deleted) wait for a person. Whatever happens, the
 * text here stays.
 */
type Phase = 'still' | 'sending' | 'unreachable' | 'refused' | 'overtaken' | 'gone';

/** What the server keeps of it; without a number nothing is kept yet but the text it was begun from. */
export type Kept = {
  number: number | null;
  revision: number;
  baseVersion: number;
  text: string;
  at: string | null;
};

export type DraftState = { text: string; kept: Kept; phase: Phase; error: RequestError | null };

export type DraftEvent =
  | { type: 'typed'; text: string }
  | { type: 'sent' }
  | { type: 'saved'; draft: DraftView }
  | { type: 'failed'; error: RequestError }
  | { type: 'opened'; draft: DraftView } // its text is shown in place of what stood here
  | { type: 'moved'; draft: DraftView; from: string } // the server put what it had of it, `from`, onto another version
  | { type: 'overwrites'; draft: DraftView } // what stands here is to be saved over what is there
  | { type: 'parted' }; // what stands here is to be a draft of its own

export function reduceDraft(state: DraftState, event: DraftEvent): DraftState {
  switch (event.type) {
    case 'typed':
      return { ...state, text: event.text, phase: state.phase === 'refused' ? 'still' : state.phase };
    case 'sent':
      return { ...state, phase: 'sending' };
    case 'saved':
      return { ...state, kept: keptOf(event.draft), phase: 'still', error: null };
    case 'failed':
      return { ...state, phase: phaseOf(event.error), error: event.error };
    case 'opened':
      return { text: event.draft.yaml, kept: keptOf(event.draft), phase: 'still', error: null };
    case 'moved':
      // What was typed meanwhile is not in it: then there are two texts, and a person says which.
      if (state.text !== event.from) return { ...state, phase: 'overtaken' };
      return { text: event.draft.yaml, kept: keptOf(event.draft), phase: 'still', error: null };
    case 'overwrites':
      return { ...state, kept: keptOf(event.draft), phase: 'still', error: null };
    case 'parted':
      return { ...state, kept: { ...state.kept, number: null, revision: 0 }, phase: 'still', error: null };
  }
}

function phaseOf({ status, code }: RequestError): Phase {
  if (code === 'conflict') return 'overtaken';
  if (code === 'not_found') return 'gone';
  return status === 0 || status >= 500 || status === 429 ? 'unreachable' : 'refused';
}

export function keptOf({ number, revision, baseVersion, yaml, updatedAt }: DraftView): Kept {
  return { number, revision, baseVersion, text: yaml, at: updatedAt };
}

export const isUnsaved = ({ text, kept }: DraftState): boolean => text !== kept.text;

/** Whether it would be saved by itself, sooner or later. */
export const isOnItsWay = (state: DraftState): boolean =>
  isUnsaved(state) && ['still', 'sending', 'unreachable'].includes(state.phase);

function publishedStart({ current }: RuleSetDetail): DraftState {
  const text = current?.yaml ?? '';
  const kept = { number: null, revision: 0, baseVersion: current?.version ?? 0, text, at: null };
  return { text, kept, phase: 'still', error: null };
}

/**
 * What a page opens with: the draft that was asked for; else the one on the current version that was saved last, else
 * any; else, or when 0 was asked for, the published text.
 */
export function startOf(set: RuleSetDetail, asked: number | null): DraftState {
  const { drafts, current } = set;
  if (asked === 0) return publishedStart(set);
  const draft =
    drafts.find(({ number }) => number === asked) ??
    drafts.find(({ baseVersion }) => baseVersion === (current?.version ?? 0)) ??
    drafts[0];
  if (!draft) return publishedStart(set);
  return { text: draft.yaml, kept: keptOf(draft), phase: 'still', error: null };
}
