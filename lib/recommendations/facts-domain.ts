import type { RuleSet } from '@/lib/rules/schema';
import type { FactsDomain } from '@/lib/sources/schema';

/** Which resources a set's rules are about: the columns that syncs fill, or all others. */
export function factsDomainOf({ domain }: Pick<RuleSet, 'domain'>): FactsDomain {
  return domain === 'quality' ? 'quality' : 'finops';
}
