import type { MarkedRule, RuleHealth, RuleMark } from '@/lib/recommendations/health/schema';

export const MARK_WORDS: Record<RuleMark, string> = {
  never_matches: 'Never matched in 30 days',
  mostly_dismissed: 'Mostly dismissed',
};

/** "2 stand out" of a set, and which and why on hover. */
export function markedWords(marked: MarkedRule[]): string {
  return marked.map(({ rule, mark }) => `${rule}: ${MARK_WORDS[mark].toLowerCase()}`).join('\n');
}

/** A share as the columns of the list have it: one digit more where it would be nothing. */
export function percentWords(share: number): string {
  return `${(share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`;
}

type Figures = Pick<
  RuleHealth,
  'judged' | 'matched' | 'unknown' | 'errors' | 'heldBack' | 'decided' | 'dismissed'
>;

const figure = (count: number) => count.toLocaleString('en-US');

/** What a version of a rule came to, in one line. */
export function figuresWords({
  judged,
  matched,
  unknown,
  errors,
  heldBack,
  decided,
  dismissed,
}: Figures): string {
  return [
    `${figure(matched)} of ${figure(judged)} matched`,
    `${figure(unknown)} unknown`,
    ...(errors > 0 ? [`${figure(errors)} ${errors === 1 ? 'error' : 'errors'}`] : []),
    ...(heldBack > 0 ? [`${figure(heldBack)} exempt`] : []),
    ...(decided > 0 ? [`${figure(dismissed)} of ${figure(decided)} decided were dismissed`] : []),
  ].join(', ');
}
