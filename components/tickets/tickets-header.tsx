'use client';

import { useQuery } from '@tanstack/react-query';
import clsx from 'clsx';
import Link from 'next/link';
import { Notice } from '@/components/ui/notice';
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
        summary={
          <nav aria-label="Tickets and effects" className="flex gap-1">
            {PAGES.map(({ id, href, name }) => (
              <Link
                key={id}
                href={href}
                aria-current={id === here ? 'page' : undefined}
                className={clsx(
                  'rounded-base px-2 py-1',
                  id === here ? 'bg-accent-soft font-semibold text-ink' : 'hover:bg-hover',
                )}
              >
                {name}
              </Link>
            ))}
          </nav>
        }
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
