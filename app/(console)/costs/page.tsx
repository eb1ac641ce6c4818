import type { Metadata } from 'next';
import { createLoader, type SearchParams } from 'nuqs/server';
import { CostsView } from '@/components/costs/costs-view';
import { costsQuery, costTotalsQuery } from '@/components/costs/queries';
import { COSTS_SORT, costsFilterOf, costsUrl } from '@/components/costs/url';
import { Prefetched } from '@/components/ui/prefetched';
import { requireUser } from '@/lib/auth';
import { database } from '@/lib/core/db';
import { listCosts, totalCosts } from '@/lib/sources/costs.data';
import { listCostsInput, totalCostsInput } from '@/lib/sources/costs.schema';
import { given, readAhead } from '../prefetch';

export const metadata: Metadata = { title: 'Costs' };

const loadUrl = createLoader(costsUrl);

/** The charges of the bills that a cost is the sum of. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  await requireUser();
  const url = await loadUrl(searchParams);
  const filter = given(costsFilterOf(url));
  const { sort, cursor } = url;
  const [list, totals] = await Promise.all([
    readAhead(costsQuery(url).queryKey, () =>
      listCosts(
        database(),
        listCostsInput.parse({ ...filter, sort: sort ?? COSTS_SORT, ...(cursor ? { cursor } : {}) }),
      ),
    ),
    readAhead(costTotalsQuery(url).queryKey, () => totalCosts(database(), totalCostsInput.parse(filter))),
  ]);
  return (
    <Prefetched data={[...list, ...totals]}>
      <CostsView />
    </Prefetched>
  );
}
