'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { exemptionsSummaryQuery } from '@/components/exemptions/queries';
import { ticketsSummaryQuery } from '@/components/tickets/queries';
import { Section } from '@/components/ui/section';
import { Ago } from '@/components/ui/time';
import type { Overview } from '@/lib/recommendations/schema';
import type { Attention } from '@/lib/runs/schema';
import { useCatalogueWaiting } from './catalogue-waiting';

type Waiting = { href: string; what: string; reason: string; since: string | null };

/** What waits for a person, before anything else. */
export function NeedsPerson({ overview, attention }: { overview: Overview; attention: Attention }) {
  const { data: summary } = useQuery(ticketsSummaryQuery());
  const effects = new Map(summary?.effects.map(({ state, count }) => [state, count]));
  const sync = new Map(summary?.bySyncState.map(({ syncState, count }) => [syncState, count]));
  const { data: exemptions } = useQuery(exemptionsSummaryQuery());
  const catalogue = useCatalogueWaiting();
  const waiting: Waiting[] = [
    ...counted(
      attention.failed,
      '/runs?state=failed',
      'graph failed in its last run',
      'graphs failed in their last run',
    ),
    ...counted(attention.stuck, '/runs?state=requested', 'run waits for a worker', 'runs wait for a worker'),
    ...counted(
      effects.get('parked'),
      '/tickets/effects?state=parked',
      'ticket may exist twice or not at all',
      'tickets may exist twice or not at all',
    ),
    ...counted(
      effects.get('rejected'),
      '/tickets/effects?state=rejected',
      'ticket was refused by Jira',
      'tickets were refused by Jira',
    ),
    ...counted(
      sync.get('conflict'),
      '/tickets?syncState=conflict',
      'ticket is in conflict',
      'tickets are in conflict',
    ),
    ...catalogue.flatMap(({ count, href, one, many }) => counted(count, href, one, many)),
    ...counted(
      exemptions?.expiring,
      '/exemptions?state=expiring',
      'exemption runs out within 14 days',
      'exemptions run out within 14 days',
    ),
    ...overview.waitingDeliveries.map(({ sourceId, ...delivery }) => ({
      ...{ href: `/sources/${sourceId}`, ...delivery },
    })),
    ...overview.needsPerson.map(({ id, what, reason, since }) => ({
      href: `/recommendations/${id}`,
      what,
      reason,
      since,
    })),
  ];
  const more = overview.needsPersonCount - overview.needsPerson.length;
  return (
    <Section title="Needs a person">
      {waiting.length === 0 ? <p className="text-muted">Nothing waits for anybody.</p> : null}
      <ul className="divide-y rounded-base border bg-surface empty:hidden">
        {waiting.map(({ href, what, reason, since }) => (
          <li key={`${href}:${what}:${reason}`} className="flex min-h-9 items-baseline gap-3 px-3 py-2">
            <Link
              href={href}
              className="shrink-0 font-semibold hover:text-accent hover:underline max-sm:shrink"
            >
              {what}
            </Link>
            <span className="min-w-0 flex-1 text-muted">{reason}</span>
            {since ? (
              <span className="text-meta text-faint">
                <Ago at={since} />
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      {more > 0 ? (
        <Link
          href="/recommendations?status=all&needsPerson=true"
          className="mt-2 inline-block text-accent hover:underline"
        >
          {more} more
        </Link>
      ) : null}
    </Section>
  );
}

function counted(count: number | undefined, href: string, one: string, many: string): Waiting[] {
  return count ? [{ href, what: `${count} ${count === 1 ? one : many}`, reason: '', since: null }] : [];
}
