'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { Problem } from '@/components/ui/problem';
import { withQuery } from '@/components/ui/request';
import { PanelSkeleton } from '@/components/ui/skeleton';
import { Timeline } from '@/components/ui/timeline';
import { auditOfQuery } from './queries';
import { Subject } from './subject';
import { actionWords } from './words';

type Of = { by: string } | { about: { subjectKind: string; subjectId: string } };
type RecentEventsProps = Of & { none: string };

/** The last few events that somebody did (`by` an id), or that were done to a record, with the way to all of them. */
export function RecentEvents({ none, ...of }: RecentEventsProps) {
  const filter = 'by' in of ? { actor: of.by } : of.about;
  const { data: page, error } = useQuery(auditOfQuery(filter));
  if (page === undefined) return error ? <Problem error={error} /> : <PanelSkeleton />;
  if (page.items.length === 0) return <p className="text-muted">{none}</p>;
  return (
    <>
      <Timeline
        label="Events, the newest first"
        moments={page.items.map((event) => ({
          id: event.id,
          at: event.at,
          tone: 'neutral',
          title: (
            <Link
              href={`/settings/audit/${event.id}`}
              className="hover:text-accent underline decoration-1 underline-offset-2"
            >
              {actionWords(event.action)}
            </Link>
          ),
          detail: 'by' in of ? <Subject event={event} /> : `by ${event.actorName}`,
        }))}
      />
      <Link
        href={withQuery('/settings/audit', filter)}
        className="text-accent underline decoration-1 underline-offset-2"
      >
        All of them in the audit log
      </Link>
    </>
  );
}
