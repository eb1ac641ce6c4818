'use client';

import { useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { EmptyState } from '@/components/ui/empty-state';
import { ExportButton } from '@/components/ui/export-button';
import { commonCurrency } from '@/components/ui/money';
import type { PanelUrl } from '@/components/ui/panel-url';
import { PageHeader } from '@/components/ui/section';
import { useSelection } from '@/components/ui/selection';
import { UrlTable } from '@/components/ui/url-table';
import { SavedViews } from '@/components/views/saved-views';
import { MOST_BY_HAND } from '@/lib/recommendations/many.schema';
import type { RecommendationChoices, RecommendationView } from '@/lib/recommendations/schema';
import { ChosenBar } from './chosen-bar';
import { recommendationColumns } from './columns';
import { RecommendationFilters } from './filters';
import { exportRecommendations, recommendationsQuery } from './queries';
import { actionWords } from './states';
import { Totals } from './totals';
import { everyPageOf, figureOf, isOpenWork, RECOMMENDATIONS_SORT, recommendationsUrl } from './url';

type RecommendationsListProps = {
  panel: PanelUrl;
  choices: RecommendationChoices;
  covered: string | null;
  mayAct: boolean;
};

export function RecommendationsList({ panel, choices, covered, mayAct }: RecommendationsListProps) {
  const [url, setUrl] = useQueryStates(recommendationsUrl, { history: 'push' });
  const recommendations = useQuery(recommendationsQuery(url));
  const { cursor: _, sort: __, status, ...filter } = url;
  const isFiltered = !isOpenWork(status) || Object.values(filter).some((value) => value !== null);
  const everyPage = everyPageOf(url);
  const selection = useSelection({
    rows: recommendations.data?.items ?? [],
    scope: JSON.stringify(everyPage),
    most: MOST_BY_HAND,
  });
  return (
    <>
      <PageHeader
        title="Recommendations"
        summary={<Totals url={url} />}
        actions={
          <>
            <SavedViews area="recommendations" />
            <ExportButton options={exportRecommendations} filter={everyPage} />
          </>
        }
      />
      <RecommendationFilters url={url} setUrl={setUrl} choices={choices} isFiltered={isFiltered} />
      <UrlTable
        label="Recommendations"
        list={recommendations}
        columns={(page) =>
          recommendationColumns(commonCurrency(page.map(({ currency }) => currency)), figureOf(url))
        }
        panel={panel}
        url={url}
        setUrl={setUrl}
        defaultSort={RECOMMENDATIONS_SORT}
        empty={<NoFindings isFiltered={isFiltered} covered={covered} />}
        selection={mayAct ? { ...selection, label: labelOf } : undefined}
        foot={mayAct ? <ChosenBar selection={selection} url={url} /> : null}
      />
    </>
  );
}

function labelOf({ action, resourceName, nativeId }: RecommendationView): string {
  return `Select: ${actionWords(action)} ${resourceName ?? nativeId}`;
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
