'use client';

import { useQuery } from '@tanstack/react-query';
import { Fragment } from 'react';
import { Money } from '@/components/ui/money';
import type { RecommendationTotals } from '@/lib/recommendations/schema';
import { totalsQuery } from './queries';
import type { RecommendationsUrl } from './url';

/** What the whole filtered list comes to. Two currencies are never added. */
export function Totals({ url }: { url: RecommendationsUrl }) {
  const { data: totals } = useQuery(totalsQuery(url));
  if (totals === undefined) return null;
  return (
    <p className="tabular-nums">
      {totals.count.toLocaleString('en-US')} found
      <Amounts totals={totals} />
      {totals.excluded > 0 ? (
        <span
          className="text-faint"
          title="Delete, stop, resize and migrate of one resource exclude each other, and all together save no more than it costs."
        >
          {' '}
          · {totals.excluded} not counted
        </span>
      ) : null}
    </p>
  );
}

/** The saving of each currency, and what of it is verified, each after a dot. */
export function Amounts({ totals }: { totals: RecommendationTotals }) {
  return (
    <>
      {totals.savings.map(({ currency, amount }) => (
        <Fragment key={currency}>
          {' · '}
          <Money amount={amount} currency={currency} /> <span className="text-faint">/mo</span>
        </Fragment>
      ))}
      {totals.costOfWaiting.map(({ currency, amount }) => (
        <Fragment key={currency}>
          {' · '}
          <Money amount={amount} currency={currency} /> <span className="text-faint">spent waiting</span>
        </Fragment>
      ))}
      {totals.atStake.map(({ currency, amount }) => (
        <Fragment key={currency}>
          {' · '}
          <Money amount={amount} currency={currency} /> <span className="text-faint">/mo at stake</span>
        </Fragment>
      ))}
      {totals.realised.map(({ currency, amount }) => (
        <Fragment key={currency}>
          {' · '}
          <Money amount={amount} currency={currency} isVerified /> <span className="text-faint">/mo</span>
        </Fragment>
      ))}
    </>
  );
}
