'use client';

import { Button } from '@/components/ui/button';
import { Ago } from '@/components/ui/time';
import type { DraftView } from '@/lib/rules/editing/schema';
import type { Compared } from './compare';

type DraftsInHandProps = {
  drafts: readonly DraftView[];
  nameOf: (draft: DraftView) => string; // what it is compared as
  onCompare: (compared: Compared) => void;
  onDraft: ((draft: number) => void) | null;
};

/** Texts that are not published yet: who began each from what, and who saved it last. */
export function DraftsInHand({ drafts, nameOf, onCompare, onDraft }: DraftsInHandProps) {
  if (drafts.length === 0) return null;
  return (
    <ul aria-label="Drafts" className="flex flex-col gap-2">
      {drafts.map((draft) => (
        <li key={draft.number} className="rounded-base border border-dashed bg-surface px-3 py-2">
          <p className="flex flex-wrap items-baseline gap-x-2">
            <span className="font-semibold">Draft {draft.number}</span>
            <span className="text-muted">
              {draft.baseVersion === 0 ? 'begun' : `begun from version ${draft.baseVersion}`}{' '}
              <Ago at={draft.createdAt} /> by {draft.createdBy}
              {draft.revision > 1 ? (
                <>
                  , saved <Ago at={draft.updatedAt} /> by {draft.updatedBy}
                </>
              ) : null}
            </span>
          </p>
          <div className="mt-1 -ml-3 flex flex-wrap">
            {draft.baseVersion > 0 ? (
              <Button
                look="quiet"
                onClick={() => onCompare({ from: String(draft.baseVersion), to: nameOf(draft) })}
              >
                Compare with {draft.baseVersion}
              </Button>
            ) : null}
            {onDraft ? (
              <Button look="quiet" onClick={() => onDraft(draft.number)}>
                Open
              </Button>
            ) : null}
          </div>
        </li>
      ))}
    </ul>
  );
}
