'use client';

import { useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { EmptyState } from '@/components/ui/empty-state';
import type { PanelUrl } from '@/components/ui/panel-url';
import { PageHeader } from '@/components/ui/section';
import { UrlTable } from '@/components/ui/url-table';
import { SavedViews } from '@/components/views/saved-views';
import { AUDIT_COLUMNS } from './columns';
import { AuditFilters } from './filters';
import { auditQuery } from './queries';
import { AUDIT_SORT, type AuditUrl, auditUrl } from './url';

export function AuditList({ panel }: { panel: PanelUrl }) {
  const [url, setUrl] = useQueryStates(auditUrl, { history: 'push' });
  const events = useQuery(auditQuery(url));
  const isFiltered = holdsFilter(url);
  const actorName = events.data?.items.find(({ actorId }) => actorId === url.actor)?.actorName ?? null;
  return (
    <>
      <PageHeader
        title="Audit"
        summary="Every change and every sign-in. Nothing here can be altered or removed."
        actions={<SavedViews area="audit" />}
      />
      <AuditFilters url={url} setUrl={setUrl} isFiltered={isFiltered} actorName={actorName} />
      <UrlTable
        label="Audit"
        list={events}
        columns={() => AUDIT_COLUMNS}
        panel={panel}
        url={url}
        setUrl={setUrl}
        defaultSort={AUDIT_SORT}
        empty={
          <EmptyState title={isFiltered ? 'No event fits the filter' : 'Nothing was done yet'}>
            {isFiltered
              ? 'The search takes the beginning of a name, a part of an action, or a whole id or address.'
              : null}
          </EmptyState>
        }
      />
    </>
  );
}

function holdsFilter({ sort: _, cursor: __, ...filter }: AuditUrl): boolean {
  return Object.values(filter).some((value) => value !== null);
}
