import { parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { type ListUrl, listUrl } from '@/components/ui/list-url';

const DAYS = ['settled', 'all'] as const;
const GROUPS = ['provider', 'account', 'service', 'category', 'billingPeriod', 'source'] as const;
const CATEGORIES = ['Usage', 'Purchase', 'Tax', 'Credit', 'Adjustment'] as const;

/** The fields are those of the API's filter, but for `days`; `by` shows sums in the place of charges. */
export const costsUrl = {
  ...listUrl,
  days: parseAsStringLiteral(DAYS).withDefault('settled'), // what the cost of 30 days is the sum of
  by: parseAsStringLiteral(GROUPS),
  from: parseAsString,
  to: parseAsString,
  billingPeriod: parseAsString,
  source: parseAsString,
  provider: parseAsString,
  account: parseAsString,
  service: parseAsString,
  category: parseAsStringLiteral(CATEGORIES),
  currency: parseAsString,
};
export type CostGroupName = (typeof GROUPS)[number];
export type CostsUrl = ListUrl & {
  days: (typeof DAYS)[number];
  by: CostGroupName | null;
  from: string | null;
  to: string | null;
  billingPeriod: string | null;
  source: string | null;
  provider: string | null;
  account: string | null;
  service: string | null;
  category: (typeof CATEGORIES)[number] | null;
  currency: string | null;
};

export const GROUP_WORDS: Record<CostGroupName, string> = {
  provider: 'Provider',
  account: 'Account',
  service: 'Service',
  category: 'Category',
  billingPeriod: 'Billing period',
  source: 'Source',
};
export const CATEGORY_WORDS = CATEGORIES.map((value) => ({ value, label: value }));

/** As the API takes it. A month that was billed is asked for as a whole. */
export function costsFilterOf({ days, by: _, cursor: __, sort: ___, ...filter }: CostsUrl) {
  return { ...filter, ...(days === 'settled' && filter.billingPeriod === null ? { isSettled: true } : {}) };
}

/** The dearest first. */
export const COSTS_SORT = '-cost';

/** The charges of one source in its settled days, as its panel shows what they come to. */
export function costsOfSource(source: string): CostsUrl {
  return {
    ...{
      q: null,
      sort: null,
      cursor: null,
      days: 'settled',
      by: null,
      from: null,
      to: null,
      billingPeriod: null,
    },
    ...{ source, provider: null, account: null, service: null, category: null, currency: null },
  };
}
