'use client';

import { useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { EmptyState } from '@/components/ui/empty-state';
import { ExportButton } from '@/components/ui/export-button';
import { FilterBar } from '@/components/ui/filter-bar';
import { type PanelUrl, usePanelUrl } from '@/components/ui/panel-url';
import { SplitView } from '@/components/ui/split-view';
import { UrlTable } from '@/components/ui/url-table';
import type { Role } from '@/lib/people/roles.schema';
import { AddRoute } from './add-route';
import { ROUTE_COLUMNS } from './columns';
import { exportRoutes, routesQuery } from './queries';
import { RoutePanel } from './route-panel';
import { RoutingHeader } from './routing-header';
import { UnroutedNotice } from './unrouted';
import { ROUTES_SORT, routesUrl } from './url';

export function RoutesView({ role }: { role: Role }) {
  const url = usePanelUrl('/settings/routing');
  const mayChange = role === 'admin';
  return (
    <SplitView
      url={url}
      panelLabel="Route"
      list={<RoutesList panel={url} mayChange={mayChange} />}
      panel={(id) => <RoutePanel id={id} mayChange={mayChange} onRemoved={url.close} />}
    />
  );
}

function RoutesList({ panel, mayChange }: { panel: PanelUrl; mayChange: boolean }) {
  const [url, setUrl] = useQueryStates(routesUrl, { history: 'push' });
  const routes = useQuery(routesQuery(url));
  const add = mayChange ? <AddRoute onAdded={panel.open} /> : null;
  return (
    <>
      <RoutingHeader here="routes" actions={add} />
      <FilterBar
        q={url.q}
        onSearch={(q) => void setUrl({ q, cursor: null }, { history: 'replace' })}
        placeholder="Owner, project or connection"
        isFiltered={url.q !== null}
        onClear={() => void setUrl(null)}
        actions={<ExportButton options={exportRoutes} filter={url} />}
      />
      <UnroutedNotice />
      <UrlTable
        label="Routes"
        list={routes}
        columns={() => ROUTE_COLUMNS}
        panel={panel}
        url={url}
        setUrl={setUrl}
        defaultSort={ROUTES_SORT}
        empty={
          url.q === null ? (
            <EmptyState title="No route yet" action={add}>
              Every finding waits in the unowned queue. A route without an owner takes them all.
            </EmptyState>
          ) : (
            <EmptyState title="No route fits the filter" />
          )
        }
      />
    </>
  );
}
