'use client';

import { useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { EmptyState } from '@/components/ui/empty-state';
import { ExportButton } from '@/components/ui/export-button';
import { FilterBar, FilterSelect } from '@/components/ui/filter-bar';
import type { PanelUrl } from '@/components/ui/panel-url';
import { PageHeader } from '@/components/ui/section';
import { StateStrip } from '@/components/ui/strip';
import { UrlTable } from '@/components/ui/url-table';
import { SavedViews } from '@/components/views/saved-views';
import { AddExemption } from './add-exemption';
import { EXEMPTION_COLUMNS } from './columns';
import { exemptionsQuery, exemptionsSummaryQuery, exportExemptions, findingChoicesQuery } from './queries';
import { EXEMPTION_LOOKS } from './states';
import { NextGeneration, Standing } from './summary';
import { EXEMPTION_STRIP, EXEMPTIONS_SORT, exemptionsUrl, KINDS } from './url';
import { KIND_WORDS } from './words';

const plain = (values: string[]) => values.map((value) => ({ value, label: value }));

export function ExemptionsList({ panel, mayExempt }: { panel: PanelUrl; mayExempt: boolean }) {
  const [url, setUrl] = useQueryStates(exemptionsUrl, { history: 'push' });
  const exemptions = useQuery(exemptionsQuery(url));
  const { data: summary } = useQuery(exemptionsSummaryQuery());
  const { data: choices } = useQuery(findingChoicesQuery());
  const { cursor: _, sort: __, ...filter } = url;
  const { state, ...others } = filter;
  const isFiltered = state !== 'in_force' || Object.values(others).some((value) => value !== null);
  const counts = { in_force: summary?.inForce, expiring: summary?.expiring, over: summary?.over };
  const narrow = (change: Partial<typeof filter>) => void setUrl({ ...change, cursor: null });
  const add = mayExempt ? <AddExemption onAdded={panel.open} /> : null;
  return (
    <>
      <PageHeader
        title="Exemptions"
        summary={<Standing summary={summary} />}
        actions={
          <>
            <SavedViews area="exemptions" />
            {add}
          </>
        }
      />
      <StateStrip
        label="Exemptions by state"
        parts={EXEMPTION_STRIP.map((one) => ({
          id: one,
          look: EXEMPTION_LOOKS[one],
          count: (counts[one] ?? 0).toLocaleString('en-US'),
          isChosen: state === one,
          onChoose: () => narrow({ state: one }),
        }))}
      />
      <FilterBar
        q={url.q}
        onSearch={(q) => void setUrl({ q, cursor: null }, { history: 'replace' })}
        placeholder="Name, tag, reason or person"
        isFiltered={isFiltered}
        onClear={() => void setUrl(null)}
        actions={<ExportButton options={exportExemptions} filter={url} />}
      >
        <FilterSelect
          label="Kind"
          value={url.kind}
          options={KINDS.map((value) => ({ value, label: KIND_WORDS[value] }))}
          onChange={(kind) => narrow({ kind: exemptionsUrl.kind.parse(kind ?? '') })}
        />
        <FilterSelect
          label="Rule set"
          value={url.set}
          options={choices?.set.map(({ value, label }) => ({ value, label })) ?? []}
          onChange={(set) => narrow({ set })}
        />
        <FilterSelect
          label="Account"
          value={url.account}
          options={plain(summary?.accounts ?? [])}
          onChange={(account) => narrow({ account })}
        />
        <FilterSelect
          label="Owner"
          value={url.owner}
          options={plain(summary?.owners ?? [])}
          onChange={(owner) => narrow({ owner })}
        />
      </FilterBar>
      <NextGeneration summary={summary} mayAct={mayExempt} />
      <UrlTable
        label="Exemptions"
        list={exemptions}
        columns={() => EXEMPTION_COLUMNS}
        panel={panel}
        url={url}
        setUrl={setUrl}
        defaultSort={EXEMPTIONS_SORT}
        empty={
          isFiltered ? (
            <EmptyState title="No exemption fits the filter" />
          ) : (
            <EmptyState title="Nothing is exempt" action={add}>
              A resource, an account or what carries a tag can be kept out of the recommendations until a day,
              with a reason. The rules stay as they are.
            </EmptyState>
          )
        }
      />
    </>
  );
}
