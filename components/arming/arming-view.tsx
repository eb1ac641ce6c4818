'use client';

import { useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { EmptyState } from '@/components/ui/empty-state';
import { ExportButton } from '@/components/ui/export-button';
import { FilterBar, FilterSelect } from '@/components/ui/filter-bar';
import { type PanelUrl, usePanelUrl } from '@/components/ui/panel-url';
import { PageHeader } from '@/components/ui/section';
import { SplitView } from '@/components/ui/split-view';
import { UrlTable } from '@/components/ui/url-table';
import type { Role } from '@/lib/people/roles.schema';
import { ArmingPanel } from './arming-panel';
import { armingColumns } from './columns';
import { armingQuery, exportArming } from './queries';
import { ARMING_LOOKS } from './states';
import { ARMING_SORT, ARMING_STATES, armingUrl } from './url';

export function ArmingView({ role }: { role: Role }) {
  const url = usePanelUrl('/settings/arming');
  return (
    <SplitView
      url={url}
      panelLabel="Arming"
      list={<ArmingList panel={url} />}
      panel={(id) => <ArmingPanel ruleSetId={id} role={role} />}
    />
  );
}

const STATES = ARMING_STATES.map((value) => ({
  value,
  label: `${ARMING_LOOKS[value].word} somewhere`,
}));

function ArmingList({ panel }: { panel: PanelUrl }) {
  const [url, setUrl] = useQueryStates(armingUrl, { history: 'push' });
  const sets = useQuery(armingQuery(url));
  const isFiltered = url.q !== null || url.state !== null;
  return (
    <>
      <PageHeader
        title="Arming"
        summary="Shadow finds and shows; live opens tickets with the next distribution"
      />
      <FilterBar
        q={url.q}
        onSearch={(q) => void setUrl({ q, cursor: null }, { history: 'replace' })}
        placeholder="Name of a rule set"
        isFiltered={isFiltered}
        onClear={() => void setUrl(null)}
        actions={<ExportButton options={exportArming} filter={url} />}
      >
        <FilterSelect
          label="State"
          value={url.state}
          options={STATES}
          onChange={(value) =>
            void setUrl({ state: ARMING_STATES.find((one) => one === value) ?? null, cursor: null })
          }
        />
      </FilterBar>
      <UrlTable
        label="Rule sets by connection"
        list={sets}
        columns={armingColumns}
        panel={panel}
        url={url}
        setUrl={setUrl}
        defaultSort={ARMING_SORT}
        empty={<EmptyState title={isFiltered ? 'No rule set fits the filter' : 'No rule set yet'} />}
      />
    </>
  );
}
