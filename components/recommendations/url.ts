import { parseAsBoolean, parseAsString, parseAsStringLiteral } from 'nuqs/server';
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

/** The fields are those of the API's filter, so that each figure elsewhere can open its rows by a link. */
export const recommendationsUrl = {
  ...listUrl,
  status: parseAsStringLiteral(STATUSES).withDefault('open'), // what can still be saved
  action: parseAsString,
  owner: parseAsString,
  account: parseAsString,
  kind: parseAsString,
  set: parseAsString,
  currency: parseAsString,
  hasTicket: parseAsBoolean,
  isCovered: parseAsBoolean,
  isRegressed: parseAsBoolean,
  isAtStake: parseAsBoolean,
  needsPerson: parseAsBoolean,
};

export type RecommendationsUrl = ListUrl & {
  status: (typeof STATUSES)[number];
  action: string | null;
  owner: string | null;
  account: string | null;
  kind: string | null;
  set: string | null;
  currency: string | null;
  hasTicket: boolean | null;
  isCovered: boolean | null;
  isRegressed: boolean | null;
  isAtStake: boolean | null;
  needsPerson: boolean | null;
};

/** As the API takes it: every state is no filter. */
export function filterOf({ status, ...url }: RecommendationsUrl) {
  return { ...url, status: status === 'all' ? null : status };
}

export const RECOMMENDATIONS_SORT = '-saving';
