import { Check } from 'lucide-react';
import { exactAmount, shortAmount } from '@/lib/core/money.schema';

export { axisAmount, exactAmount, fullAmount, shortAmount } from '@/lib/core/money.schema';

type MoneyProps = {
  amount: string | null;
  currency?: string | null; // shown before the figure; leave out where the header says it
  isVerified?: boolean;
  isUpTo?: boolean;
  unknown?: string; // why there is no amount
};

/** Money: an estimate in regular weight, what was verified in semibold with a tick, never in a state's colour. */
export function Money({ amount, currency, isVerified = false, isUpTo = false, unknown }: MoneyProps) {
  if (amount === null) return <Unknown reason={unknown ?? 'not known'} />;
  const exact = `${exactAmount(amount)}${currency ? ` ${currency}` : ''}`;
  return (
    <span
      title={isVerified ? `${exact}, verified on the bill` : exact}
      className={isVerified ? 'font-semibold tabular-nums' : 'tabular-nums'}
    >
      {isVerified ? (
        <Check role="img" aria-label="verified" className="mr-1 inline size-3.5 text-good" />
      ) : null}
      {isUpTo ? <span className="text-faint">up to </span> : null}
      {currency ? <span className="text-faint">{currency} </span> : null}
      {shortAmount(amount)}
    </span>
  );
}

/** What is not known, and why. */
export function Unknown({ reason }: { reason: string }) {
  return (
    <span title={reason} className="text-faint">
      <span aria-hidden>–</span>
      <span className="sr-only">unknown: {reason}</span>
    </span>
  );
}

/** "USD" when all rows are in dollars, null when the currency has to stand in each cell. */
export function commonCurrency(currencies: (string | null)[]): string | null {
  const known = new Set(currencies.filter((currency) => currency !== null));
  const [only] = known;
  return known.size === 1 && only ? only : null;
}
