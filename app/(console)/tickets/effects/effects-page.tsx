import { createLoader, type SearchParams } from 'nuqs/server';
import { EffectsView } from '@/components/tickets/effects-view';
import { effectsQuery, ticketsSummaryQuery } from '@/components/tickets/queries';
import { effectsUrl } from '@/components/tickets/url';
import { Prefetched } from '@/components/ui/prefetched';
import { database } from '@/lib/core/db';
import { listEffectsInput } from '@/lib/effects/schema';
import { listEffects } from '@/lib/effects/views.data';
import type { Viewer } from '@/lib/people/schema';
import { summariseTickets } from '@/lib/tickets/views.data';
import { given, type Read, readAhead } from '../../prefetch';
import { readSaved } from '../../saved-view';

const loadUrl = createLoader(effectsUrl);

type EffectsPageProps = { viewer: Viewer; searchParams: Promise<SearchParams>; open?: Read };

/** The ledger of effects, with one of them open or none. */
export async function EffectsPage({ viewer, searchParams, open }: EffectsPageProps) {
  const url = await loadUrl(searchParams);
  const [list, summary, saved] = await Promise.all([
    readAhead(effectsQuery(url).queryKey, () => listEffects(database(), listEffectsInput.parse(given(url)))),
    summariseTickets(database()),
    readSaved(viewer, searchParams),
  ]);
  const read: Read[] = [...list, [ticketsSummaryQuery().queryKey, summary], ...saved];
  return (
    <Prefetched data={open ? [...read, open] : read}>
      <EffectsView role={viewer.role} />
    </Prefetched>
  );
}
