'use client';

import { useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import type { StartableGraph } from '@/components/runs/graphs';
import { EmptyState } from '@/components/ui/empty-state';
import { FilterBar, FilterSelect } from '@/components/ui/filter-bar';
import { type PanelUrl, usePanelUrl } from '@/components/ui/panel-url';
import { PageHeader } from '@/components/ui/section';
import { SplitView } from '@/components/ui/split-view';
import { UrlTable } from '@/components/ui/url-table';
import type { Role } from '@/lib/people/roles.schema';
import { AddSchedule } from './add-schedule';
import { SCHEDULE_COLUMNS } from './columns';
import { schedulesQuery } from './queries';
import { SchedulePanel } from './schedule-panel';
import { SCHEDULES_SORT, schedulesUrl } from './url';

type SchedulesViewProps = { role: Role; graphs: StartableGraph[] };

export function SchedulesView({ role, graphs }: SchedulesViewProps) {
  const url = usePanelUrl('/settings/schedules');
  return (
    <SplitView
      url={url}
      panelLabel="Schedule"
      list={<SchedulesList panel={url} mayChange={role === 'admin'} graphs={graphs} />}
      panel={(id) => <SchedulePanel id={id} role={role} graphs={graphs} onRemoved={url.close} />}
    />
  );
}

type SchedulesListProps = { panel: PanelUrl; mayChange: boolean; graphs: StartableGraph[] };

const STATES = [
  { value: 'true', label: 'On' },
  { value: 'false', label: 'Switched off' },
];

function SchedulesList({ panel, mayChange, graphs }: SchedulesListProps) {
  const [url, setUrl] = useQueryStates(schedulesUrl, { history: 'push' });
  const schedules = useQuery(schedulesQuery(url));
  const add = mayChange ? <AddSchedule graphs={graphs} onAdded={panel.open} /> : null;
  const isFiltered = url.q !== null || url.enabled !== null;
  return (
    <>
      <PageHeader title="Schedules" summary="What starts by itself" actions={add} />
      <FilterBar
        q={url.q}
        onSearch={(q) => void setUrl({ q, cursor: null }, { history: 'replace' })}
        placeholder="Name or run"
        isFiltered={isFiltered}
        onClear={() => void setUrl(null)}
      >
        <FilterSelect
          label="State"
          value={url.enabled}
          options={STATES}
          onChange={(value) =>
            void setUrl({ enabled: value === 'true' || value === 'false' ? value : null, cursor: null })
          }
        />
      </FilterBar>
      <UrlTable
        label="Schedules"
        list={schedules}
        columns={() => SCHEDULE_COLUMNS}
        panel={panel}
        url={url}
        setUrl={setUrl}
        defaultSort={SCHEDULES_SORT}
        empty={
          <EmptyState
            title={isFiltered ? 'No schedule fits the filter' : 'Nothing starts by itself'}
            action={isFiltered ? null : add}
          />
        }
      />
    </>
  );
}
