'use client';

import { usePanelUrl } from '@/components/ui/panel-url';
import { SplitView } from '@/components/ui/split-view';
import type { Role } from '@/lib/people/roles.schema';
import type { RecommendationChoices } from '@/lib/recommendations/schema';
import { RecommendationPanel } from './recommendation-panel';
import { RecommendationsList } from './recommendations-list';

type RecommendationsViewProps = { role: Role; choices: RecommendationChoices; covered: string | null };

/** `covered` is what share of the spend the last generation covered, in words. */
export function RecommendationsView({ role, choices, covered }: RecommendationsViewProps) {
  const url = usePanelUrl('/recommendations');
  const mayAct = role !== 'viewer';
  return (
    <SplitView
      url={url}
      panelLabel="Recommendation"
      list={<RecommendationsList panel={url} choices={choices} covered={covered} mayAct={mayAct} />}
      panel={(id) => <RecommendationPanel id={id} mayAct={mayAct} />}
    />
  );
}
