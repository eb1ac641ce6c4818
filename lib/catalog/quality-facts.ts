import { DAY_MS } from '@/lib/core/clock';
import type { MeasuredField } from '@/lib/sources/quality-snapshot.data';
import type { SyncDefinition } from './definition';
import type { FigureOfField, PastFigure } from './quality.data';

const MEASURES = ['completeness', 'validity', 'uniqueness', 'freshness'] as const;
type Measure = (typeof MEASURES)[number];

/** How far back the best figure is looked for. */
export const BEST_DAYS = 90;
/** What a change is measured against: the figure of seven days ago, or of up to three days before that. */
const CHANGE_DAYS = { newest: 7, oldest: 10 };

type Measured = {
  day: string;
  figures: readonly FigureOfField[];
  before: readonly PastFigure[]; // the newest first
};

/**
 * What rules of alerts see of each column: its figures; what each changed by against a week ago and the best of the 90 days
 * before, absent where that is not known; whether the sync names it as `unique`; and the sync's tags, which say whose it is.
 */
export function factsOfFigures(
  { tags, unique }: Pick<SyncDefinition, 'tags' | 'unique'>,
  { day, figures, before }: Measured,
): MeasuredField[] {
  return figures.map(({ field, ...figure }) => {
    const past = before.filter((one) => one.field === field);
    const then = past.find((one) => isWeekOld(one.day, day));
    const changes = MEASURES.flatMap((measure) => [
      ...(then ? [[`${measure}_change`, difference(figure[measure], then[measure])]] : []),
      ...(past.length > 0 ? [[`${measure}_best`, bestOf(past, measure)]] : []),
    ]);
    return {
      field,
      facts: { ...figure, ...Object.fromEntries(changes), is_unique: unique.includes(field), tags },
    };
  });
}

function isWeekOld(then: string, day: string): boolean {
  const days = (Date.parse(day) - Date.parse(then)) / DAY_MS;
  return days >= CHANGE_DAYS.newest && days <= CHANGE_DAYS.oldest;
}

function bestOf(past: readonly PastFigure[], measure: Measure): number {
  return Math.max(...past.map((one) => one[measure]));
}

/** Of two shares; 0.8 − 0.82 is −0.02 to a rule's eye, not a hair less. */
function difference(now: number, then: number): number {
  return Number((now - then).toFixed(9));
}
