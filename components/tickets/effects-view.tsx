'use client';

import { useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { EmptyState } from '@/components/ui/empty-state';
import { ExportButton } from '@/components/ui/export-button';
import { FilterBar } from '@/components/ui/filter-bar';
import { type PanelUrl, usePanelUrl } from '@/components/ui/panel-url';
import { SplitView } from '@/components/ui/split-view';
import { StateStrip } from '@/components/ui/strip';
import { UrlTable } from '@/components/ui/url-table';
import type { EffectState } from '@/lib/effects/schema';
import type { Role } from '@/lib/people/roles.schema';
import { EFFECT_COLUMNS } from './columns';
import { EffectPanel } from './effect-panel';
import { effectsQuery, exportEffects, ticketsSummaryQuery } from './queries';
import { EFFECT_LOOKS } from './states';
import { TicketsHeader } from './tickets-header';
import { effectsUrl } from './url';

export function EffectsView({ role }: { role: Role }) {
  const url = usePanelUrl('/tickets/effects');
  return (
    <SplitView
      url={url}
      panelLabel="Effect"
      list={<EffectsList panel={url} />}
      panel={(id) => <EffectPanel id={id} mayAct={role !== 'viewer'} />}
    />
  );
}

const STRIP: EffectState[] = ['parked', 'rejected', 'uncertain', 'sending', 'intended', 'confirmed'];

function EffectsList({ panel }: { panel: PanelUrl }) {
  const [url, setUrl] = useQueryStates(effectsUrl, { history: 'push' });
  const effects = useQuery(effectsQuery(url));
  const { data: summary } = useQuery(ticketsSummaryQuery());
  const isFiltered = url.q !== null || url.state !== null;
  const countOf = (state: EffectState) =>
    summary?.effects.filter((one) => one.state === state).reduce((sum, { count }) => sum + count, 0) ?? 0;
  return (
    <>
      <TicketsHeader here="effects" />
      <StateStrip
        label="Effects by state"
        parts={STRIP.map((state) => ({
          id: state,
          look: EFFECT_LOOKS[state],
          count: countOf(state),
          isChosen: url.state === state,
          onChoose: () => void setUrl({ state: url.state === state ? null : state, cursor: null }),
        }))}
      />
      <FilterBar
        q={url.q}
        onSearch={(q) => void setUrl({ q, cursor: null }, { history: 'replace' })}
        placeholder="Key of the effect"
        isFiltered={isFiltered}
        onClear={() => void setUrl(null)}
        actions={<ExportButton options={exportEffects} filter={url} />}
      />
      <UrlTable
        label="Effects"
        list={effects}
        columns={() => EFFECT_COLUMNS}
        panel={panel}
        url={url}
        setUrl={setUrl}
        defaultSort={'need'}
        empty={
          <EmptyState title={isFiltered ? 'No effect fits the filter' : 'Nothing was sent yet'}>
            {isFiltered ? null : 'Each issue we open, move or comment on is written here before it is sent.'}
          </EmptyState>
        }
      />
    </>
  );
}
