import type { Metadata } from 'next';
import { OverviewView } from '@/components/overview/overview-view';
import { overviewQuery } from '@/components/overview/queries';
import { ticketsSummaryQuery } from '@/components/tickets/queries';
import { Prefetched } from '@/components/ui/prefetched';
import { requireUser } from '@/lib/auth';
import { database } from '@/lib/core/db';
import { readRecentOverview } from '@/lib/recommendations/recent.data';
import { readAttention } from '@/lib/runs/data';
import { summariseTickets } from '@/lib/tickets/views.data';

export const metadata: Metadata = { title: 'Overview' };

export default async function Page() {
  const viewer = await requireUser();
  const [overview, summary, attention] = await Promise.all([
    readRecentOverview(),
    summariseTickets(database()),
    readAttention(database()),
  ]);
  return (
    <Prefetched
      data={[
        [overviewQuery().queryKey, overview],
        [ticketsSummaryQuery().queryKey, summary],
      ]}
    >
      <OverviewView role={viewer.role} attention={attention} />
    </Prefetched>
  );
}
