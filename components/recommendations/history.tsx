import { shortAmount } from '@/components/ui/money';
import { type Moment, Timeline } from '@/components/ui/timeline';
import type { RecommendationDetail } from '@/lib/recommendations/schema';
import { STATUS_LOOKS } from './states';
import { eventWords } from './words';

/** The life of the lineage: its events and each generation that found it, newest first. */
export function History({ found }: { found: RecommendationDetail }) {
  return <Timeline label="History of the recommendation" moments={momentsOf(found)} />;
}

function momentsOf({ events, generations }: RecommendationDetail): Moment[] {
  const lived = events.map((event, index) => ({
    id: `event:${index}`,
    at: event.at,
    tone: STATUS_LOOKS[event.to].tone,
    title: titleOf(event),
    detail: [event.detail, `by ${event.actor}`].filter(Boolean).join(' — '),
  }));
  const found = generations.map((generation) => ({
    id: `generation:${generation.recommendationId}`,
    at: generation.at,
    tone: 'neutral' as const,
    title: `Found by generation ${generation.generationId}`,
    detail: [
      generation.savings === null
        ? null
        : `${generation.currency ?? ''} ${shortAmount(generation.savings)} /mo`,
      `${generation.set} version ${generation.version}`,
      generation.reason,
    ]
      .filter(Boolean)
      .join(' · '),
  }));
  return [...lived, ...found].sort((left, right) => Date.parse(right.at) - Date.parse(left.at));
}

function titleOf({ event, from, to }: RecommendationDetail['events'][number]): string {
  const words = eventWords(event);
  const state = STATUS_LOOKS[to].word;
  return from === null || from === to || words === state ? words : `${words}: ${state}`;
}
