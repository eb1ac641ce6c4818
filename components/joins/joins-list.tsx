'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog, DialogActions, DialogCancel } from '@/components/ui/dialog';
import { Pager } from '@/components/ui/pager';
import { Problem } from '@/components/ui/problem';
import { Section } from '@/components/ui/section';
import { PanelSkeleton } from '@/components/ui/skeleton';
import { Ago } from '@/components/ui/time';
import type { JoinView } from '@/lib/recommendations/joins/schema';
import { closeDuplicates, joinsQuery, undoJoin } from './queries';
import { ResourceLine } from './resource-line';
import { REASON_WORDS } from './words';

/** The joins that were made, with what can be done about each. */
export function JoinsList({ mayAct }: { mayAct: boolean }) {
  const [cursor, setCursor] = useState<string | null>(null);
  const joins = useQuery(joinsQuery(cursor));
  const items = joins.data?.items ?? [];
  return (
    <Section title="Joins" aside="the latest first">
      {joins.error ? <Problem error={joins.error} onRetry={() => void joins.refetch()} /> : null}
      {joins.data === undefined && !joins.error ? <PanelSkeleton /> : null}
      {joins.data && items.length === 0 ? <p className="text-muted">No resources were joined yet.</p> : null}
      {items.length === 0 ? null : (
        <ul aria-label="Joins" className="divide-y rounded-base border bg-surface">
          {items.map((join) => (
            <JoinRow key={join.id} join={join} mayAct={mayAct} />
          ))}
        </ul>
      )}
      <Pager
        shown={items.length}
        cursor={cursor}
        nextCursor={joins.data?.nextCursor ?? null}
        onMove={setCursor}
      />
    </Section>
  );
}

function JoinRow({ join, mayAct }: { join: JoinView; mayAct: boolean }) {
  const undo = useMutation(undoJoin(useQueryClient()));
  const { kept, joined, reason, joinedAt, joinedBy, undoneAt, undoneBy, duplicates } = join;
  const waiting = duplicates.filter(({ state }) => state === 'waiting');
  return (
    <li className="flex flex-col gap-2 px-3 py-2">
      <div className="flex flex-wrap items-center gap-3">
        <div className="flex min-w-0 flex-1 flex-col gap-1">
          <ResourceLine label="Kept" resource={kept} />
          <ResourceLine label="Joined" resource={joined} />
          <p className="text-meta text-muted">
            {REASON_WORDS[reason]} · joined by {joinedBy} <Ago at={joinedAt} />
            {undoneAt === null ? null : (
              <>
                {' '}
                · undone by {undoneBy} <Ago at={undoneAt} />
              </>
            )}
          </p>
          {undoneAt === null
            ? duplicates.map(({ key, url, state }) => (
                <p key={key} className="text-meta">
                  <a href={url} className="text-accent hover:underline">
                    {key}
                  </a>{' '}
                  {DUPLICATE_WORDS[state]}
                </p>
              ))
            : null}
        </div>
        {mayAct && undoneAt === null && waiting.length > 0 ? (
          <CloseDuplicates id={join.id} keys={waiting.map(({ key }) => key)} />
        ) : null}
        {mayAct && undoneAt === null ? (
          <Button look="quiet" disabled={undo.isPending} onClick={() => undo.mutate(join.id)}>
            Undo join
          </Button>
        ) : null}
      </div>
      {undo.error ? <Problem error={undo.error} /> : null}
    </li>
  );
}

const DUPLICATE_WORDS: Record<JoinView['duplicates'][number]['state'], string> = {
  waiting: 'is about the same resource and still open',
  closing: 'will be closed as a duplicate',
  closed: 'is closed',
};

function CloseDuplicates({ id, keys }: { id: string; keys: string[] }) {
  const [isOpen, setIsOpen] = useState(false);
  const close = useMutation(closeDuplicates(useQueryClient()));
  const what = keys.join(', ');
  return (
    <Dialog
      title={`Close ${what}`}
      description="Jira gets a comment and the issue is closed. After that the join can no longer be undone."
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button>Close duplicate {keys.length === 1 ? 'issue' : 'issues'}</Button>}
    >
      {close.error ? <Problem error={close.error} /> : null}
      <DialogActions>
        <DialogCancel />
        <Button
          look="primary"
          disabled={close.isPending}
          onClick={() => close.mutate(id, { onSuccess: () => setIsOpen(false) })}
        >
          Close {what}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
