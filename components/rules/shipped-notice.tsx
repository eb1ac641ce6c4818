'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Problem } from '@/components/ui/problem';
import type { NoticeProps } from './notices';
import { startDraft } from './queries';

/** An update of the program has a newer text of a set that was changed here. */
export function ShippedNotice({ set, onCompare, onOpen }: NoticeProps) {
  const { slug, shipped, current } = set;
  const edit = useMutation(startDraft(useQueryClient()));
  if (!shipped || !current) return null;
  const start = () =>
    edit.mutate(
      { slug, baseVersion: current.version, yaml: shipped.yaml },
      { onSuccess: ({ number }) => void onOpen(number) },
    );
  return (
    <Notice
      title="An update of Evenkeel has a newer text of this set. Yours stays in use."
      actions={
        <>
          <Button onClick={() => onCompare({ from: String(current.version), to: 'shipped' })}>Compare</Button>
          <Button disabled={edit.isPending} onClick={start}>
            Edit from the shipped text
          </Button>
        </>
      }
    >
      {edit.error ? <Problem error={edit.error} /> : null}
    </Notice>
  );
}
