import type { Metadata } from 'next';
import { deliveriesSummaryQuery } from '@/components/deliveries/queries';
import { driftSummaryQuery } from '@/components/drift/queries';
import { exemptionsSummaryQuery } from '@/components/exemptions/queries';
import { OverviewView } from '@/components/overview/overview-view';
import { overviewQuery } from '@/components/overview/queries';
import { quarantineSummaryQuery } from '@/components/quarantine/queries';
import { ticketsSummaryQuery } from '@/components/tickets/queries';
import { Prefetched } from '@/components/ui/prefetched';
import { requireUser } from '@/lib/auth';
import { readDriftSummary } from '@/lib/catalog/drift.data';
import { summariseQuarantine } from '@/lib/catalog/quarantine.data';
import { database } from '@/lib/core/db';
import { recentDeliveriesSummary } from '@/lib/deliveries/summary.data';
import { summariseExemptions } from '@/lib/recommendations/exemptions/data';
import { readRecentOverview } from '@/lib/recommendations/recent.data';
import { readAttention } from '@/lib/runs/data';
import { summariseTickets } from '@/lib/tickets/views.data';

export const metadata: Metadata = { title: 'Overview' };

export default async function Page() {
  const viewer = await requireUser();
  const [overview, summary, attention, deliveries, quarantine, drift, exemptions] = await Promise.all([
    readRecentOverview(),
    summariseTickets(database()),
    readAttention(database()),
    recentDeliveriesSummary(database(), new Date()),
    summariseQuarantine(database()),
    readDriftSummary(database()),
    summariseExemptions(database(), new Date()),
  ]);
  return (
    <Prefetched
      data={[
        [overviewQuery().queryKey, overview],
        [ticketsSummaryQuery().queryKey, summary],
        [deliveriesSummaryQuery().queryKey, deliveries],
        [quarantineSummaryQuery().queryKey, quarantine],
        [driftSummaryQuery().queryKey, drift],
        [exemptionsSummaryQuery().queryKey, exemptions],
      ]}
    >
      <OverviewView role={viewer.role} attention={attention} />
    </Prefetched>
  );
}
