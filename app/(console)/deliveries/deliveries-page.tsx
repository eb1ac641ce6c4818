import { createLoader, type SearchParams } from 'nuqs/server';
import { DeliveriesView } from '@/components/deliveries/deliveries-view';
import { deliveriesQuery, deliveriesSummaryQuery } from '@/components/deliveries/queries';
import { deliveriesUrl } from '@/components/deliveries/url';
import { sendersQuery } from '@/components/senders/queries';
import { Prefetched } from '@/components/ui/prefetched';
import { database } from '@/lib/core/db';
import { listDeliveriesInput } from '@/lib/deliveries/schema';
import { listSenders } from '@/lib/deliveries/senders.data';
import { recentDeliveriesSummary } from '@/lib/deliveries/summary.data';
import { listDeliveries } from '@/lib/deliveries/views.data';
import type { Viewer } from '@/lib/people/schema';
import { given, type Read, readAhead } from '../prefetch';
import { readSaved } from '../saved-view';

const loadUrl = createLoader(deliveriesUrl);

type DeliveriesPageProps = { viewer: Viewer; searchParams: Promise<SearchParams>; open?: Read };

/** What senders posted, with one of them open or none. */
export async function DeliveriesPage({ viewer, searchParams, open }: DeliveriesPageProps) {
  const url = await loadUrl(searchParams);
  const now = new Date();
  const [list, summary, senders, saved] = await Promise.all([
    readAhead(deliveriesQuery(url).queryKey, () =>
      listDeliveries(database(), listDeliveriesInput.parse(given(url))),
    ),
    recentDeliveriesSummary(database(), now),
    listSenders(database(), now),
    readSaved(viewer, searchParams),
  ]);
  const read: Read[] = [
    ...list,
    [deliveriesSummaryQuery().queryKey, summary],
    [sendersQuery().queryKey, { items: senders }],
    ...saved,
  ];
  return (
    <Prefetched data={open ? [...read, open] : read}>
      <DeliveriesView role={viewer.role} />
    </Prefetched>
  );
}
