'use client';

import { useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { EmptyState } from '@/components/ui/empty-state';
import { ExportButton } from '@/components/ui/export-button';
import { FilterBar, FilterSelect } from '@/components/ui/filter-bar';
import type { PanelUrl } from '@/components/ui/panel-url';
import { PageHeader } from '@/components/ui/section';
import { UrlTable } from '@/components/ui/url-table';
import { ROLE_OPTIONS } from '@/components/users/roles';
import { SavedViews } from '@/components/views/saved-views';
import { TOKEN_COLUMNS } from './columns';
import { NewToken } from './new-token';
import { exportTokens, tokensQuery } from './queries';
import { TOKEN_LOOKS } from './states';
import { TOKENS_SORT, tokensUrl } from './url';

const STATE_OPTIONS = Object.entries(TOKEN_LOOKS).map(([value, { word }]) => ({ value, label: word }));

export function TokensList({ panel }: { panel: PanelUrl }) {
  const [url, setUrl] = useQueryStates(tokensUrl, { history: 'push' });
  const tokens = useQuery(tokensQuery(url));
  const isFiltered = url.q !== null || url.state !== null || url.role !== null;
  return (
    <>
      <PageHeader
        title="Tokens"
        summary="Keys of other systems to this one. They belong to the installation, not to a person."
        actions={
          <>
            <SavedViews area="tokens" />
            <NewToken />
          </>
        }
      />
      <FilterBar
        q={url.q}
        onSearch={(q) => void setUrl({ q, cursor: null }, { history: 'replace' })}
        placeholder="Name, beginning or maker"
        isFiltered={isFiltered}
        onClear={() => void setUrl(null)}
        actions={<ExportButton options={exportTokens} filter={url} />}
      >
        <FilterSelect
          label="State"
          value={url.state}
          options={STATE_OPTIONS}
          onChange={(value) => void setUrl({ state: tokensUrl.state.parse(value ?? ''), cursor: null })}
        />
        <FilterSelect
          label="Role"
          value={url.role}
          options={ROLE_OPTIONS}
          onChange={(value) => void setUrl({ role: tokensUrl.role.parse(value ?? ''), cursor: null })}
        />
      </FilterBar>
      <UrlTable
        label="Tokens"
        list={tokens}
        columns={() => TOKEN_COLUMNS}
        panel={panel}
        url={url}
        setUrl={setUrl}
        defaultSort={TOKENS_SORT}
        empty={
          <EmptyState title={isFiltered ? 'No token fits the filter' : 'No token was made yet'}>
            {isFiltered
              ? null
              : 'A pipeline or a script signs in with a token of its own, and may what its role may.'}
          </EmptyState>
        }
      />
    </>
  );
}
