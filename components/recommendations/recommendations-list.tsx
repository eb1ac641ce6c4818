'use client';

import { useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { useState } from 'react';
import { EmptyState } from '@/components/ui/empty-state';
import { ExportButton } from '@/components/ui/export-button';
import { commonCurrency } from '@/components/ui/money';
import type { PanelUrl } from '@/components/ui/panel-url';
import { PageHeader } from '@/components/ui/section';
import { UrlTable } from '@/components/ui/url-table';
import { SavedViews } from '@/components/views/saved-views';
import type { RecommendationChoices } from '@/lib/recommendations/schema';
import { ChosenBar } from './chosen-bar';
import { recommendationColumns } from './columns';
import { RecommendationFilters } from './filters';
import { exportRecommendations, recommendationsQuery } from './queries';
import { Totals } from './totals';
import { isOpenWork, RECOMMENDATIONS_SORT, recommendationsUrl } from './url';

type RecommendationsListProps = {
  panel: PanelUrl;
  choices: RecommendationChoices;
  covered: string | null;
  mayAct: boolean;
};

export function RecommendationsList({ panel, choices, covered, mayAct }: RecommendationsListProps) {
  const [url, setUrl] = useQueryStates(recommendationsUrl, { history: 'push' });
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const recommendations = useQuery(recommendationsQuery(url));
  const { data } = recommendations;
  const { cursor: _, sort: __, status, ...filter } = url;
  const isFiltered = !isOpenWork(status) || Object.values(filter).some((value) => value !== null);
  const toggle = (id: string) => setChosen((before) => toggled(before, id));
  const items = data?.items ?? [];
  return (
    <>
      <PageHeader
        title="Recommendations"
        summary={<Totals url={url} />}
        actions={
          <>
            <SavedViews area="recommendations" />
            <ExportButton options={exportRecommendations} filter={url} />
          </>
        }
      />
      <RecommendationFilters url={url} setUrl={setUrl} choices={choices} isFiltered={isFiltered} />
      {chosen.size > 0 ? <ChosenBar chosen={chosen} onDone={() => setChosen(new Set())} /> : null}
      <UrlTable
        label="Recommendations"
        list={recommendations}
        columns={(page) => recommendationColumns(commonCurrency(page.map(({ currency }) => currency)))}
        panel={panel}
        url={url}
        setUrl={setUrl}
        defaultSort={RECOMMENDATIONS_SORT}
        empty={<NoFindings isFiltered={isFiltered} covered={covered} />}
        selection={
          mayAct
            ? {
                chosen,
                toggle,
                label: (id) => `Select ${items.find((one) => one.id === id)?.reason ?? id}`,
              }
            : undefined
        }
      />
    </>
  );
}

function toggled(before: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const after = new Set(before);
  if (!after.delete(id)) after.add(id);
  return after;
}

function NoFindings({ isFiltered, covered }: { isFiltered: boolean; covered: string | null }) {
  if (isFiltered) return <EmptyState title="No recommendation fits the filter" />;
  if (covered === null) {
    return (
      <EmptyState title="No generation yet">The first one is made when a source has been read.</EmptyState>
    );
  }
  return <EmptyState title={`No findings. ${covered} of spend covered by this generation.`} />;
}
