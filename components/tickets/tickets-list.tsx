'use client';

import { useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { EmptyState } from '@/components/ui/empty-state';
import { ExportButton } from '@/components/ui/export-button';
import { FilterBar } from '@/components/ui/filter-bar';
import { commonCurrency } from '@/components/ui/money';
import type { PanelUrl } from '@/components/ui/panel-url';
import { StateStrip } from '@/components/ui/strip';
import { UrlTable } from '@/components/ui/url-table';
import type { SyncState } from '@/lib/tickets/schema';
import { ticketColumns } from './columns';
import { exportTickets, ticketsQuery, ticketsSummaryQuery } from './queries';
import { SYNC_LOOKS } from './states';
import { TicketsHeader } from './tickets-header';
import { ticketsUrl } from './url';

const STRIP: SyncState[] = ['conflict', 'deleted', 'unreadable', 'ours_ahead', 'in_sync'];

export function TicketsList({ panel }: { panel: PanelUrl }) {
  const [url, setUrl] = useQueryStates(ticketsUrl, { history: 'push' });
  const tickets = useQuery(ticketsQuery(url));
  const { data: summary } = useQuery(ticketsSummaryQuery());
  const isFiltered = [url.q, url.syncState, url.owner, url.projectKey].some((value) => value !== null);
  const countOf = (state: SyncState) =>
    summary?.bySyncState.find(({ syncState }) => syncState === state)?.count ?? 0;
  return (
    <>
      <TicketsHeader here="tickets" />
      <StateStrip
        label="Tickets by sync state"
        parts={STRIP.map((state) => ({
          id: state,
          look: SYNC_LOOKS[state],
          count: countOf(state),
          isChosen: url.syncState === state,
          onChoose: () => void setUrl({ syncState: url.syncState === state ? null : state, cursor: null }),
        }))}
      />
      <FilterBar
        q={url.q}
        onSearch={(q) => void setUrl({ q, cursor: null }, { history: 'replace' })}
        placeholder="Key or summary"
        isFiltered={isFiltered}
        onClear={() => void setUrl(null)}
        actions={<ExportButton options={exportTickets} filter={url} />}
      />
      <UrlTable
        label="Tickets"
        list={tickets}
        columns={(items) => ticketColumns(commonCurrency(items.map(({ currency }) => currency)))}
        panel={panel}
        url={url}
        setUrl={setUrl}
        defaultSort={'need'}
        empty={<NoTickets isFiltered={isFiltered} hasConnection={summary?.connections.length !== 0} />}
      />
    </>
  );
}

function NoTickets({ isFiltered, hasConnection }: { isFiltered: boolean; hasConnection: boolean }) {
  if (isFiltered) return <EmptyState title="No ticket fits the filter" />;
  if (!hasConnection)
    return (
      <EmptyState title="No connection. Shadow mode is on.">
        Recommendations are found and shown; no tickets are opened.
      </EmptyState>
    );
  return (
    <EmptyState title="No tickets yet">
      The next generation opens one for each recommendation that wants one. Effects shows what is on its way.
    </EmptyState>
  );
}
