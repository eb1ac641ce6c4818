'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Problem } from '@/components/ui/problem';
import type { NoticeProps } from './notices';
import { moveDraft } from './queries';

type StaleNoticeProps = NoticeProps & { isInHand: boolean; mayEdit: boolean };

/** Somebody published while one was editing. */
export function StaleNotice({ set, draft, onCompare, onOpen, isInHand, mayEdit }: StaleNoticeProps) {
  const { state, tell, save } = draft;
  const { kept } = state;
  const version = set.current?.version ?? 0;
  const move = useMutation(moveDraft(useQueryClient()));
  const moveOnto = async () => {
    const saved = await save(); // what was typed last moves too; what could not be saved must not be lost by it
    if (saved === null || saved.number === null) return;
    const { number, revision, text: from } = saved;
    const wanted = { slug: set.slug, number, revision };
    move.mutate(wanted, { onSuccess: ({ draft: moved }) => tell({ type: 'moved', draft: moved, from }) });
  };
  if (!isInHand) {
    return (
      <Notice
        title={`Version ${version} was published just now.`}
        actions={<Button onClick={() => void onOpen(0)}>Show version {version}</Button>}
      />
    );
  }
  const edited = kept.baseVersion === 0 ? 'edited' : `edited version ${kept.baseVersion}`;
  return (
    <Notice
      look="amber"
      title={`Version ${version} was published while you ${edited}. Your text is safe.`}
      actions={
        <>
          <Button onClick={() => onCompare({ from: String(version), to: 'draft' })}>Compare</Button>
          {mayEdit ? (
            <>
              <Button disabled={move.isPending} onClick={() => void moveOnto()}>
                Move my changes onto {version}
              </Button>
              <Button onClick={() => void onOpen(0)}>Keep as a separate draft</Button>
            </>
          ) : null}
        </>
      }
    >
      {move.error ? <Problem error={move.error} /> : null}
    </Notice>
  );
}
