'use client';

import { useQuery } from '@tanstack/react-query';
import { Notice } from '@/components/ui/notice';
import { PageLinks } from '@/components/ui/page-links';
import { PageHeader } from '@/components/ui/section';
import { Ago } from '@/components/ui/time';
import { SavedViews } from '@/components/views/saved-views';
import { ticketsSummaryQuery } from './queries';

const PAGES = [
  { id: 'tickets', href: '/tickets', name: 'Tickets' },
  { id: 'effects', href: '/tickets/effects', name: 'Effects' },
] as const;

/** The head of both pages: tickets as they stand, and what we did or mean to do outside (effects). */
export function TicketsHeader({ here }: { here: (typeof PAGES)[number]['id'] }) {
  const { data: summary } = useQuery(ticketsSummaryQuery());
  const failing = summary?.connections.filter(({ lastError }) => lastError !== null) ?? [];
  return (
    <>
      <PageHeader
        title="Tickets"
        summary={<PageLinks label="Tickets and effects" pages={PAGES} here={here} />}
        actions={<SavedViews area={here} />}
      />
      {failing.map(({ connectionId, name, lastError, lastSuccessAt }) => (
        <div key={connectionId} className="border-b bg-surface p-3">
          <Notice look="amber" title={`${name} could not be read.`}>
            {lastError} Last read <Ago at={lastSuccessAt} />; what is shown is from then.
          </Notice>
        </div>
      ))}
    </>
  );
}
