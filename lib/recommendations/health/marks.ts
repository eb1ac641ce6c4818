import type { RuleMark } from './schema';

/** When a rule stands out. Pure. */
type Judged = {
  recommends: boolean;
  isCurrent: boolean;
  generations: number;
  judged: number;
  matched: number;
  decided: number;
  dismissed: number;
};

/** From so many decisions on a share of them means something. */
const ENOUGH_DECIDED = 5;
/** One generation may be the first one ever. */
const ENOUGH_GENERATIONS = 2;

/** Of a rule that has left the text nothing can be mended. */
export function marksOf({ recommends, isCurrent, ...rule }: Judged): RuleMark[] {
  if (!recommends || !isCurrent) return [];
  const { generations, judged, matched, decided, dismissed } = rule;
  const neverMatches = generations >= ENOUGH_GENERATIONS && judged > 0 && matched === 0;
  const isMostlyDismissed = decided >= ENOUGH_DECIDED && dismissed * 2 > decided;
  return [
    ...(neverMatches ? ['never_matches' as const] : []),
    ...(isMostlyDismissed ? ['mostly_dismissed' as const] : []),
  ];
}
