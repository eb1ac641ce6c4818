import { compareAmounts } from '@/lib/core/money';
import { fullAmount } from '@/lib/core/money.schema';
import { isExclusive } from './exclusion';

/** What is asked of a recommendation to say why less of it counts than it claims. */
export type CountedOf = {
  action: string;
  resourceId: string;
  savings: string | null;
  counted: string | null;
  cashCost: string | null;
  currency: string | null;
  by: { action: string; resourceId: string; name: string } | null; // the one that counts in its place
};

/** "Counts 0 of 30.42: delete vm-1 already saves all of it." Null where all of it counts. */
export function countedWords(of: CountedOf): string | null {
  const { savings, counted } = of;
  if (savings === null || counted === null || compareAmounts(counted, savings) >= 0) return null;
  return `Counts ${fullAmount(counted)} of ${fullAmount(savings)}: ${becauseOf(of)}.`;
}

function becauseOf({ action, resourceId, by, cashCost, currency }: CountedOf): string {
  if (by === null) {
    const cost =
      cashCost === null
        ? 'it costs in cash'
        : `the ${fullAmount(cashCost)} ${currency} that it costs in cash`;
    return `all that is found on it saves no more than ${cost}`;
  }
  const other = `${by.action.replaceAll(/[-_]/g, ' ')} ${by.name}`;
  if (by.resourceId !== resourceId) return `${other} takes it along`;
  return isExclusive(action) ? `${other} stands in its place` : `${other} already saves all of it`;
}
