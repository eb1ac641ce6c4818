'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Problem } from '@/components/ui/problem';
import { Section } from '@/components/ui/section';
import { Ago } from '@/components/ui/time';
import { ChangeDialog, type Done } from './change-dialog';
import {
  actionWords,
  answersTo,
  fileWords,
  monthWords,
  type WaitingNotice,
  waitingNotices,
} from './change-words';
import { DoneNotice } from './done-notice';
import { waitingQuery } from './queries';

const SHOWN = 12;

/** What of a source counts only once somebody has answered: a question for each billing account and month. */
export function Waiting({ sourceId, mayAct }: { sourceId: string; mayAct: boolean }) {
  const { data: page, error, refetch } = useQuery(waitingQuery(sourceId));
  const [done, setDone] = useState<Done | null>(null);
  const notices = waitingNotices(page?.items ?? []);
  if (notices.length === 0 && done === null && !error) return null;
  return (
    <Section
      title="Waiting for an answer"
      aside={notices.length > 0 ? 'what counted before goes on counting' : undefined}
    >
      <div className="flex flex-col gap-2">
        {done ? <DoneNotice done={done} onClose={() => setDone(null)} /> : null}
        {error ? <Problem error={error} onRetry={() => void refetch()} /> : null}
        {notices.slice(0, SHOWN).map((notice) => (
          <WaitingOne key={notice.deliveryId} notice={notice} mayAct={mayAct} onDone={setDone} />
        ))}
        {notices.length > SHOWN ? (
          <p className="text-muted">
            and {notices.length - SHOWN} more. A setting of the source answers all of them: New deliveries,
            below.
          </p>
        ) : null}
      </div>
    </Section>
  );
}

type WaitingOneProps = { notice: WaitingNotice; mayAct: boolean; onDone: (done: Done) => void };

function WaitingOne({ notice, mayAct, onDone }: WaitingOneProps) {
  const { importId, deliveryId, billingAccount, question } = notice;
  const month = monthWords(notice.month);
  const names = { file: fileWords(notice), month };
  return (
    <Notice
      look="amber"
      title={`${month} of ${billingAccount}`}
      actions={
        mayAct
          ? answersTo(question.kind).map((change, at) => (
              <ChangeDialog
                key={change}
                target={{ importId, change, deliveryId }}
                names={names}
                title={`${actionWords(change, month)}: ${billingAccount}`}
                trigger={<Button look={at === 2 ? 'quiet' : 'plain'}>{actionWords(change, month)}</Button>}
                onDone={onDone}
              />
            ))
          : undefined
      }
    >
      <p>{question.text}</p>
      <p className="text-meta text-muted">
        {names.file}, uploaded by {notice.importedBy} <Ago at={notice.since} />
      </p>
    </Notice>
  );
}
