'use client';

import { useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { sendersQuery } from '@/components/senders/queries';
import { ExportButton } from '@/components/ui/export-button';
import type { PanelUrl } from '@/components/ui/panel-url';
import { PageHeader } from '@/components/ui/section';
import { useSelection } from '@/components/ui/selection';
import { StateStrip } from '@/components/ui/strip';
import { UrlTable } from '@/components/ui/url-table';
import { SavedViews } from '@/components/views/saved-views';
import type { DeliveryState } from '@/lib/deliveries/schema';
import { mayAct, type Role } from '@/lib/people/roles.schema';
import { Arrivals } from './arrivals';
import { ChosenDeliveries } from './chosen-deliveries';
import { DELIVERY_COLUMNS } from './columns';
import { DeliveryFilters } from './filters';
import { NoDeliveries } from './no-deliveries';
import { deliveriesQuery, deliveriesSummaryQuery, exportDeliveries } from './queries';
import { DELIVERY_LOOKS } from './states';
import { DELIVERIES_SORT, DELIVERY_STATES, deliveriesUrl } from './url';

/** Rows that can be chosen one by one; more go by the filter. */
const MOST_BY_HAND = 1000;

export function DeliveriesList({ panel, role }: { panel: PanelUrl; role: Role }) {
  const [url, setUrl] = useQueryStates(deliveriesUrl, { history: 'push' });
  const deliveries = useQuery(deliveriesQuery(url));
  const { data: summary } = useQuery(deliveriesSummaryQuery());
  const { data: senders } = useQuery(sendersQuery());
  const { cursor: _, sort: __, ...filter } = url;
  const isFiltered = Object.values(filter).some((value) => value !== null);
  const mayReplay = mayAct(role, 'operator');
  const selection = useSelection({
    rows: deliveries.data?.items ?? [],
    scope: JSON.stringify(filter),
    most: MOST_BY_HAND,
  });
  const countOf = (state: DeliveryState) => summary?.byState.find((one) => one.state === state)?.count ?? 0;
  return (
    <>
      <PageHeader
        title="Deliveries"
        summary={<Arrivals summary={summary} />}
        actions={
          <>
            <SavedViews area="deliveries" />
            <ExportButton options={exportDeliveries} filter={url} />
          </>
        }
      />
      <StateStrip
        label="Deliveries by state"
        parts={DELIVERY_STATES.map((state) => ({
          id: state,
          look: DELIVERY_LOOKS[state],
          count: countOf(state).toLocaleString('en-US'),
          isChosen: url.state === state,
          onChoose: () => void setUrl({ state: url.state === state ? null : state, cursor: null }),
        }))}
      />
      <DeliveryFilters url={url} setUrl={setUrl} senders={senders?.items ?? []} isFiltered={isFiltered} />
      <UrlTable
        label="Deliveries"
        list={deliveries}
        columns={() => DELIVERY_COLUMNS}
        panel={panel}
        url={url}
        setUrl={setUrl}
        defaultSort={DELIVERIES_SORT}
        empty={<NoDeliveries isFiltered={isFiltered} senders={senders?.items} role={role} />}
        selection={
          mayReplay
            ? { ...selection, label: ({ id, key }) => `Select: delivery ${id}, ${key ?? 'no key'}` }
            : undefined
        }
        foot={mayReplay ? <ChosenDeliveries selection={selection} url={url} /> : null}
      />
    </>
  );
}
