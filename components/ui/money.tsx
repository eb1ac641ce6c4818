import { Check } from 'lucide-react';

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const axis = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 4 });
const cents = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** Whole units from 100, two places below, nothing is "0"; the exact decimal string is for the hover. */
export function shortAmount(amount: string): string {
  const value = Number(amount);
  if (value === 0) return '0';
  return Math.abs(value) >= 99.995 ? whole.format(value) : cents.format(value);
}

/** A round amount at an axis. */
export function axisAmount(value: number): string {
  return axis.format(value);
}

/** Every digit there is, with the thousands set apart. */
export function exactAmount(amount: string): string {
  const [integer = '0', fraction] = amount.replace(/^-/, '').split('.');
  const grouped = integer.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  const kept = fraction?.replace(/0+$/, '');
  return `${amount.startsWith('-') ? '−' : ''}${grouped}${kept ? `.${kept.padEnd(2, '0')}` : ''}`;
}

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
