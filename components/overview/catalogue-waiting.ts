import { useQuery } from '@tanstack/react-query';
import { deliveriesSummaryQuery } from '@/components/deliveries/queries';
import { driftSummaryQuery } from '@/components/drift/queries';
import { quarantineSummaryQuery } from '@/components/quarantine/queries';

type Counted = { count: number | undefined; href: string; one: string; many: string };

const LATER = 15_000;

/** What of the catalogue waits for a person, the worst first. */
export function useCatalogueWaiting(): Counted[] {
  const { data: deliveries } = useQuery({ ...deliveriesSummaryQuery(), refetchInterval: LATER });
  const { data: quarantine } = useQuery(quarantineSummaryQuery());
  const { data: drift } = useQuery(driftSummaryQuery());
  const conflicts = drift?.definitions.flatMap(({ byState }) =>
    byState.flatMap(({ state, count }) => (state === 'conflict' ? [count] : [])),
  );
  return [
    {
      count: deliveries?.byState.find(({ state }) => state === 'dead')?.count,
      href: '/deliveries?state=dead',
      one: 'delivery rests as a dead letter',
      many: 'deliveries rest as dead letters',
    },
    {
      count: conflicts?.reduce((sum, count) => sum + count, 0),
      href: '/drift?state=conflict',
      one: 'record of the library is in conflict',
      many: 'records of the library are in conflict',
    },
    {
      count: quarantine?.byState.find(({ state }) => state === 'held')?.count,
      href: '/quarantine',
      one: 'change is held by a quality rule',
      many: 'changes are held by quality rules',
    },
    {
      count: drift?.definitions.filter(({ staleSince }) => staleSince !== null).length,
      href: '/drift',
      one: 'sync is possibly stale',
      many: 'syncs are possibly stale',
    },
  ];
}
