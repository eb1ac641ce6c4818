import { createLoader, type SearchParams } from 'nuqs/server';
import { recommendationsQuery, totalsQuery } from '@/components/recommendations/queries';
import { RecommendationsView } from '@/components/recommendations/recommendations-view';
import { filterOf, recommendationsUrl } from '@/components/recommendations/url';
import { Prefetched } from '@/components/ui/prefetched';
import { database } from '@/lib/core/db';
import type { Viewer } from '@/lib/people/schema';
import { listRecommendations, totalRecommendations } from '@/lib/recommendations/data';
import { readRecentChoices, readRecentOverview } from '@/lib/recommendations/recent.data';
import { listRecommendationsInput, type Overview } from '@/lib/recommendations/schema';
import { given, type Read, readAhead } from '../prefetch';
import { readSaved } from '../saved-view';

const loadUrl = createLoader(recommendationsUrl);

type RecommendationsPageProps = { viewer: Viewer; searchParams: Promise<SearchParams>; open?: Read };

/** The recommendations, with one of them open or none. */
export async function RecommendationsPage({ viewer, searchParams, open }: RecommendationsPageProps) {
  const url = await loadUrl(searchParams);
  const input = () => listRecommendationsInput.parse(given(filterOf(url)));
  const [list, totals, saved, choices] = await Promise.all([
    readAhead(recommendationsQuery(url).queryKey, () => listRecommendations(database(), input())),
    readAhead(totalsQuery(url).queryKey, () => totalRecommendations(database(), input())),
    readSaved(viewer, searchParams),
    readRecentChoices(),
  ]);
  const covered = choices.action.length === 0 ? coveredWords(await readRecentOverview()) : null;
  const read = [...list, ...totals, ...saved];
  return (
    <Prefetched data={open ? [...read, open] : read}>
      <RecommendationsView role={viewer.role} choices={choices} covered={covered} />
    </Prefetched>
  );
}

/** "97%", by currency where there are several; null before the first generation. */
function coveredWords({ lastGenerationAt, spendCovered }: Overview): string | null {
  if (lastGenerationAt === null) return null;
  const percent = (share: number) => `${Math.floor(share * 100)}%`;
  if (spendCovered.length === 1) return spendCovered.map(({ share }) => percent(share)).join('');
  return spendCovered.map(({ currency, share }) => `${percent(share)} (${currency})`).join(', ') || 'None';
}
