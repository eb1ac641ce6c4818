'use client';

import { useQuery } from '@tanstack/react-query';
import { exactAmount, fullAmount } from '@/components/ui/money';
import { costTotalsQuery } from './queries';
import type { CostsUrl } from './url';

/** What all the rows come to, with the basis that each figure is on. Two currencies are never added. */
export function CostTotalsLine({ url }: { url: CostsUrl }) {
  const { data: totals } = useQuery(costTotalsQuery(url));
  if (totals === undefined) return null;
  if (totals.items.length === 0) return <p className="tabular-nums">No charges</p>;
  return (
    <div className="flex flex-wrap gap-x-4 tabular-nums">
      {totals.items.map(({ currency, rows, cost, billedCost }) => (
        <p key={currency}>
          <strong className="font-semibold" title={`${exactAmount(cost)} ${currency}`} data-total={cost}>
            {fullAmount(cost)} {currency}
          </strong>{' '}
          <span className="text-faint">effective cost by charge period</span>
          {' · '}
          <span title={`${exactAmount(billedCost)} ${currency}`}>
            {fullAmount(billedCost)} {currency}
          </span>{' '}
          <span className="text-faint">billed</span>
          {' · '}
          {rows === 1 ? '1 charge' : `${rows.toLocaleString('en-US')} charges`}
        </p>
      ))}
    </div>
  );
}
