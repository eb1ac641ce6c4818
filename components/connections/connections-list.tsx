'use client';

import { useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { AddSender } from '@/components/senders/add-sender';
import { DeedButton } from '@/components/ui/deed-button';
import { EmptyState } from '@/components/ui/empty-state';
import { ExportButton } from '@/components/ui/export-button';
import { FilterBar, FilterSelect } from '@/components/ui/filter-bar';
import type { PanelUrl } from '@/components/ui/panel-url';
import { PageHeader } from '@/components/ui/section';
import { UrlTable } from '@/components/ui/url-table';
import { AddConnection } from './add-connection';
import { CONNECTION_COLUMNS } from './columns';
import { connectionsQuery, exportConnections } from './queries';
import { STANDING_LOOKS } from './states';
import { CONNECTIONS_SORT, connectionsUrl, STANDINGS } from './url';

const STANDING_CHOICES = STANDINGS.map((value) => ({ value, label: STANDING_LOOKS[value].word }));

export function ConnectionsList({ panel, mayChange }: { panel: PanelUrl; mayChange: boolean }) {
  const [url, setUrl] = useQueryStates(connectionsUrl, { history: 'push' });
  const connections = useQuery(connectionsQuery(url));
  const isFiltered = url.q !== null || url.standing !== null;
  return (
    <>
      <PageHeader
        title="Connections"
        summary="Where tickets go, who posts changes, and the library"
        actions={
          mayChange ? (
            <>
              <AddSender onAdded={panel.open} />
              <AddConnection onAdded={panel.open} />
            </>
          ) : null
        }
      />
      <FilterBar
        q={url.q}
        onSearch={(q) => void setUrl({ q, cursor: null }, { history: 'replace' })}
        placeholder="Name, address or account"
        isFiltered={isFiltered}
        onClear={() => void setUrl(null)}
        actions={<ExportButton options={exportConnections} filter={url} />}
      >
        <FilterSelect
          label="State"
          value={url.standing}
          options={STANDING_CHOICES}
          onChange={(value) =>
            void setUrl({
              standing: STANDINGS.find((one) => one === value) ?? null,
              cursor: null,
            })
          }
        />
      </FilterBar>
      <UrlTable
        label="Connections"
        list={connections}
        columns={() => CONNECTION_COLUMNS}
        panel={panel}
        url={url}
        setUrl={setUrl}
        defaultSort={CONNECTIONS_SORT}
        empty={
          isFiltered ? (
            <EmptyState title="No connection fits the filter" />
          ) : (
            <EmptyState
              title="No connection yet"
              action={mayChange ? <DeedButton deed="add">Add a connection</DeedButton> : null}
            >
              Shadow mode is on: rules find and show, no ticket is opened anywhere.
            </EmptyState>
          )
        }
      />
    </>
  );
}
