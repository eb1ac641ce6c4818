'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Problem } from '@/components/ui/problem';
import type { DraftView } from '@/lib/rules/editing/schema';
import type { NoticeProps } from './notices';
import { ruleSetQuery, startDraft } from './queries';

/** Somebody saved, published or deleted the same draft in between. */
export function OvertakenNotice({ set, draft, onCompare }: NoticeProps) {
  const { state, tell } = draft;
  const client = useQueryClient();
  useEffect(() => {
    void client.invalidateQueries({ queryKey: ruleSetQuery(set.slug).queryKey }); // to show what is there by now
  }, [client, set.slug]);
  const theirs = set.drafts.find(({ number }) => number === state.kept.number);
  const isNewer = theirs !== undefined && theirs.revision > state.kept.revision;
  // What somebody saved is never written over: it becomes a draft of its own first.
  const keep = useMutation(startDraft(client));
  const saveOver = (draftOfTheirs: DraftView) => {
    const { baseVersion, yaml } = draftOfTheirs;
    const over = { onSuccess: () => tell({ type: 'overwrites', draft: draftOfTheirs }) };
    keep.mutate({ slug: set.slug, baseVersion, yaml }, over);
  };
  const part = (
    <Button onClick={() => tell({ type: 'parted' })}>
      {state.phase === 'gone' ? 'Keep mine as a new draft' : 'Keep mine as a separate draft'}
    </Button>
  );
  if (state.phase === 'gone') {
    return (
      <Notice
        look="amber"
        title="This draft was published or deleted while you edited it. Your text is safe."
        actions={part}
      />
    );
  }
  return (
    <Notice
      look="amber"
      title={`${theirs?.updatedBy ?? 'Somebody'} saved this draft while you edited it. Your text is safe.`}
      actions={
        <>
          {isNewer ? (
            <>
              <Button onClick={() => onCompare({ from: 'theirs', to: 'draft' })}>Compare</Button>
              <Button disabled={keep.isPending} onClick={() => saveOver(theirs)}>
                Save mine, theirs as a draft
              </Button>
              <Button onClick={() => tell({ type: 'opened', draft: theirs })}>Take theirs</Button>
            </>
          ) : null}
          {part}
        </>
      }
    >
      {keep.error ? <Problem error={keep.error} /> : null}
    </Notice>
  );
}
