'use client';

import { useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { EmptyState } from '@/components/ui/empty-state';
import { ExportButton } from '@/components/ui/export-button';
import { FilterBar, FilterSelect } from '@/components/ui/filter-bar';
import type { PanelUrl } from '@/components/ui/panel-url';
import { PageHeader } from '@/components/ui/section';
import { UrlTable } from '@/components/ui/url-table';
import { SavedViews } from '@/components/views/saved-views';
import { userColumns } from './columns';
import { InviteUser } from './invite-user';
import { exportUsers, usersQuery } from './queries';
import { ROLE_OPTIONS } from './roles';
import { USER_LOOKS } from './states';
import { USERS_SORT, usersUrl } from './url';

const STATE_OPTIONS = Object.entries(USER_LOOKS).map(([value, { word }]) => ({ value, label: word }));

export function UsersList({ panel, viewerId }: { panel: PanelUrl; viewerId: string }) {
  const [url, setUrl] = useQueryStates(usersUrl, { history: 'push' });
  const users = useQuery(usersQuery(url));
  const isFiltered = url.q !== null || url.state !== null || url.role !== null;
  return (
    <>
      <PageHeader
        title="Users"
        actions={
          <>
            <SavedViews area="users" />
            <InviteUser />
          </>
        }
      />
      <FilterBar
        q={url.q}
        onSearch={(q) => void setUrl({ q, cursor: null }, { history: 'replace' })}
        placeholder="Name or e-mail"
        isFiltered={isFiltered}
        onClear={() => void setUrl(null)}
        actions={<ExportButton options={exportUsers} filter={url} />}
      >
        <FilterSelect
          label="State"
          value={url.state}
          options={STATE_OPTIONS}
          onChange={(value) => void setUrl({ state: usersUrl.state.parse(value ?? ''), cursor: null })}
        />
        <FilterSelect
          label="Role"
          value={url.role}
          options={ROLE_OPTIONS}
          onChange={(value) => void setUrl({ role: usersUrl.role.parse(value ?? ''), cursor: null })}
        />
      </FilterBar>
      <UrlTable
        label="Users"
        list={users}
        columns={() => userColumns(viewerId)}
        panel={panel}
        url={url}
        setUrl={setUrl}
        defaultSort={USERS_SORT}
        empty={<EmptyState title="No user fits the filter" />}
      />
    </>
  );
}
