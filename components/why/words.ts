import { durationWords } from '@/components/ui/durations';
import type { WhyFact } from '@/lib/recommendations/why.schema';
import type { Verdict } from '@/lib/rules/schema';
import type { Flip, NearMiss } from '@/lib/rules/why.schema';

const HOUR_MS = 3_600_000;

/** A value as it stands in a condition; a number without the noise of doubles. */
export function valueWords(value: unknown): string {
  if (value === undefined) return 'unknown';
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'number') return String(Number(value.toPrecision(8)));
  return JSON.stringify(value);
}

/** Where a fact is from, in a few words: the name of the source, or who else says so. */
export function sourceWords({ source, sourceName }: WhyFact): string {
  switch (source) {
    case 'bill':
    case 'inventory':
    case 'measurement':
      return sourceName ?? source;
    case 'metrics':
      return sourceName ? `${sourceName}, metrics` : 'metrics';
    case 'identity':
      return 'names it';
    case 'routing':
      return 'tags and routing';
    case 'rule':
      return `set by ${sourceName}`;
    case 'default':
      return 'by default';
    case 'missing':
      return 'in no reading';
  }
}

/** How old a fact is; nothing where it has no age. */
export function ageWords({ ageHours }: Pick<WhyFact, 'ageHours'>): string | null {
  return ageHours === null ? null : `${durationWords(ageHours * HOUR_MS)} old`;
}

export const VERDICT_WORDS = new Map<Verdict, string>([
  [true, 'Matches'],
  [false, 'Does not match'],
  ['unknown', 'Cannot be told'],
]);

/** The sentence of a flip; of a recommendation, what it means for it. */
export function flipWords({ sentence }: Flip, isRecommendation: boolean): string {
  if (!isRecommendation) return sentence;
  return sentence
    .replace(/^Would no longer match/, 'Would no longer be recommended')
    .replace(/^Would match/, 'Would be recommended');
}

/** "cpu_p95 < 20: 22 is 10% off", "requests == 0 is the only thing in the way". */
export function missWords({ text, value, bound, off, isOnly }: NearMiss): string {
  const far =
    off === undefined ? null : `${valueWords(value)} is ${shareWords(off)} off ${valueWords(bound)}`;
  if (!far) return `${text} is the only thing in the way`;
  return isOnly ? `${text} is the only thing in the way, and near: ${far}` : `${text} is near: ${far}`;
}

function shareWords(share: number): string {
  const percent = share * 100;
  return percent < 1 ? 'less than 1%' : `${Math.round(percent)}%`;
}
