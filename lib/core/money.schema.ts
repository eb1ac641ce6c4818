/** How an amount is written for people, everywhere: console, tickets, reasons, summaries. No binary float is added here. */
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const cents = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const axis = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 4 });

const LEAST = 0.005; // less than that is no cent

/** Whole units from 100, two places below; nothing is "0", and what would round to it "<0.01". */
export function shortAmount(amount: string): string {
  const value = Number(amount);
  if (value === 0) return '0';
  const size = Math.abs(value);
  const written = size < LEAST ? '<0.01' : size >= 99.995 ? whole.format(size) : cents.format(size);
  return value < 0 ? `-${written}` : written;
}

/** Two places at all sizes, as "1,412.51": for sums that people compare with a bill. */
export function fullAmount(amount: string): string {
  const value = Number(amount);
  const size = Math.abs(value);
  return size === 0 || size < LEAST ? shortAmount(amount) : `${value < 0 ? '-' : ''}${cents.format(size)}`;
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
