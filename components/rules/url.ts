import { parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { type ListUrl, listUrl } from '@/components/ui/list-url';

export const DOMAINS = ['finops', 'quality', 'policy', 'general'] as const;
const ORIGINS = ['shipped', 'operator'] as const;
const STATES = ['enabled', 'disabled', 'unpublished'] as const;

export const rulesUrl = {
  ...listUrl,
  domain: parseAsStringLiteral(DOMAINS),
  origin: parseAsStringLiteral(ORIGINS),
  state: parseAsStringLiteral(STATES),
};
export type RulesUrl = ListUrl & {
  domain: (typeof DOMAINS)[number] | null;
  origin: (typeof ORIGINS)[number] | null;
  state: (typeof STATES)[number] | null;
};

/** The sets of which the most is unknown first: their rules say the least of what they could. */
export const RULES_SORT = '-unknownShare';

export const TABS = ['tests', 'problems', 'versions', 'resources', 'why', 'backtests', 'health'] as const;
export type RuleTab = (typeof TABS)[number];

/** Of one set's page: the draft that is open (0: the published text), the tab, and the two versions compared. */
export const ruleSetUrl = {
  draft: parseAsInteger,
  tab: parseAsStringLiteral(TABS).withDefault('tests'),
  from: parseAsString,
  to: parseAsString,
};

export const hrefOfRuleSet = (slug: string) => `/rules/${slug}`;
