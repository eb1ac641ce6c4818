import { parseAsBoolean, parseAsNativeArrayOf, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { type ListUrl, listUrl } from '@/components/ui/list-url';

const STATUSES = [
  'open',
  'in_progress',
  'closed',
  'verified',
  'resolved',
  'dismissed',
  'withdrawn',
  'all',
] as const;
/** What a recommendation is about: costs, or the data of a sync. */
const DOMAINS = ['finops', 'quality'] as const;
type Status = (typeof STATUSES)[number];

/** What is to be done or is not proved yet: the list's default. */
export const OPEN_WORK: Status[] = ['open', 'in_progress', 'closed'];

/** The fields are those of the API's filter, so that each figure elsewhere can open its rows by a link. */
export const recommendationsUrl = {
  ...listUrl,
  status: parseAsNativeArrayOf(parseAsStringLiteral(STATUSES)).withDefault(OPEN_WORK), // the name repeated
  action: parseAsString,
  owner: parseAsString,
  account: parseAsString,
  kind: parseAsString,
  domain: parseAsStringLiteral(DOMAINS),
  set: parseAsString,
  currency: parseAsString,
  hasTicket: parseAsBoolean,
  isCovered: parseAsBoolean,
  isRegressed: parseAsBoolean,
  isAtStake: parseAsBoolean,
  isWaiting: parseAsBoolean,
  needsPerson: parseAsBoolean,
};

export type RecommendationsUrl = ListUrl & {
  status: Status[];
  action: string | null;
  owner: string | null;
  account: string | null;
  kind: string | null;
  domain: (typeof DOMAINS)[number] | null;
  set: string | null;
  currency: string | null;
  hasTicket: boolean | null;
  isCovered: boolean | null;
  isRegressed: boolean | null;
  isAtStake: boolean | null;
  isWaiting: boolean | null;
  needsPerson: boolean | null;
};

/** The money that the rows show: that of the figure which they were opened from. */
export function figureOf({ isWaiting, isAtStake }: RecommendationsUrl): 'saving' | 'waiting' | 'atStake' {
  if (isWaiting) return 'waiting';
  return isAtStake ? 'atStake' : 'saving';
}

/** As the API takes it: every state is no filter. */
export function filterOf({ status, ...url }: RecommendationsUrl) {
  return { ...url, status: status.includes('all') ? null : status };
}

/** The filter of a list over all its pages; `ids` where its rows were chosen one by one. */
export type Filter = Omit<ReturnType<typeof filterOf>, 'cursor' | 'sort'> | { ids: string[] };

export function everyPageOf(url: RecommendationsUrl): Filter {
  const { cursor: _, sort: __, ...filter } = filterOf(url);
  return filter;
}

/** The choice that a URL's states are: `work`, null for any, or the states themselves. */
export function stateChoiceOf(status: Status[]): string | null {
  if (status.includes('all')) return null;
  return isOpenWork(status) ? 'work' : status.join(',');
}

export function statusOfChoice(choice: string | null): Status[] {
  if (choice === null) return ['all'];
  if (choice === 'work') return OPEN_WORK;
  return choice.split(',').flatMap((word) => STATUSES.filter((status) => status === word));
}

export function isOpenWork(status: Status[]): boolean {
  return status.length === OPEN_WORK.length && OPEN_WORK.every((one) => status.includes(one));
}

export const RECOMMENDATIONS_SORT = '-saving';
