import { useState } from 'react';
import type { DraftState } from '@/components/rules/draft-state';
import type { DefinitionDetail } from '@/lib/catalog/schema';

type Base = { version: number; yaml: string };

/**
 * A definition's text in hand, and the version it began with. What somebody else saves is taken up by itself while
 * nothing was typed here; else it waits for a person.
 */
export function useText(detail: DefinitionDetail | null, template: string) {
  const current: Base = detail
    ? { version: detail.version, yaml: detail.yaml }
    : { version: 0, yaml: template };
  const [base, setBase] = useState(current);
  const [text, setText] = useState(current.yaml);
  const isUnsaved = text !== base.yaml;
  const isOvertaken = current.version > base.version;
  if (isOvertaken && (!isUnsaved || text === current.yaml)) {
    setBase(current);
    setText(current.yaml);
  }
  /** As the editor of rules has it, whose safety net and warning this shares; nothing is saved by itself here. */
  const state: DraftState = {
    text,
    kept: { number: null, revision: 0, baseVersion: base.version, text: base.yaml, at: null },
    phase: isUnsaved ? 'refused' : 'still',
    error: null,
  };
  return {
    ...{ text, setText, base, state, isUnsaved },
    isOvertaken: isOvertaken && isUnsaved,
    /** What stands here goes over what is there by now. */
    rebase: () => setBase(current),
    /** What is there by now goes over what stands here. */
    takeTheirs: () => {
      setBase(current);
      setText(current.yaml);
    },
    saved: (made: DefinitionDetail) => setBase({ version: made.version, yaml: made.yaml }),
  };
}

export type TextInHand = ReturnType<typeof useText>;
