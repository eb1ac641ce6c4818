import { DAY_MS } from '@/lib/core/clock';

/** How the days of a bill are counted (PRODUCT.md, "Facts of a resource"). */
export const WINDOW_DAYS = 30;
export const LEAST_DAYS = 14;
const SETTLING_DAYS = 2;

export type BillWindow = { from: Date; through: Date }; // whole UTC days, `through` not included: D is the day before it

type Delivered = { chargedThrough: Date; periodEnd: Date; deliveredAt: Date };

/**
 * The 30 days to D, the last settled day = min(latest ChargePeriodEnd, delivery − 2 days), over the bases that count. A
 * charge beyond its billing month, such as a year bought in advance, says nothing of how far the bill reaches.
 */
export function billWindow(bases: Delivered[]): BillWindow | null {
  if (bases.length === 0) return null;
  const charged = Math.max(
    ...bases.map(({ chargedThrough, periodEnd }) => Math.min(chargedThrough.getTime(), periodEnd.getTime())),
  );
  const delivered = Math.max(...bases.map(({ deliveredAt }) => deliveredAt.getTime()));
  const end = Math.floor(Math.min(charged, delivered - SETTLING_DAYS * DAY_MS) / DAY_MS) * DAY_MS;
  return { from: new Date(end - WINDOW_DAYS * DAY_MS), through: new Date(end) };
}
