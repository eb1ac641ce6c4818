'use client';

import { useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { ExportButton } from '@/components/ui/export-button';
import { FilterBar } from '@/components/ui/filter-bar';
import { ListBody } from '@/components/ui/list-body';
import { commonCurrency } from '@/components/ui/money';
import { Pager } from '@/components/ui/pager';
import type { PanelUrl } from '@/components/ui/panel-url';
import { StateStrip } from '@/components/ui/strip';
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
  const { data } = tickets;
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
      <ListBody
        query={tickets}
        empty={<NoTickets isFiltered={isFiltered} hasConnection={summary?.connections.length !== 0} />}
      >
        {({ items }) => (
          <DataTable
            label="Tickets"
            columns={ticketColumns(commonCurrency(items.map(({ currency }) => currency)))}
            rows={items}
            idOf={(ticket) => ticket.id}
            hrefOf={panel.hrefOf}
            onOpen={panel.open}
            openId={panel.openId}
            sort={url.sort ?? 'need'}
            onSort={(sort) => void setUrl({ sort, cursor: null })}
            isStale={tickets.isPlaceholderData}
          />
        )}
      </ListBody>
      <Pager
        shown={data?.items.length ?? 0}
        cursor={url.cursor}
        nextCursor={data?.nextCursor ?? null}
        onMove={(cursor) => void setUrl({ cursor })}
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
