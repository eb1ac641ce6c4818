import { DAY_MS } from '@/lib/core/clock';

/** How the days of a bill are counted (PRODUCT.md, "Facts of a resource"). */
export const WINDOW_DAYS = 30;
export const LEAST_DAYS = 14;
const SETTLING_DAYS = 2;

export type BillWindow = { from: Date; through: Date }; // whole UTC days, `through` not included: D is the day before it

/** The 30 days to D, the last settled day = min(latest ChargePeriodEnd, delivery − 2 days). */
export function billWindow(deliveries: { chargedThrough: Date; deliveredAt: Date }[]): BillWindow | null {
  if (deliveries.length === 0) return null;
  const charged = Math.max(...deliveries.map(({ chargedThrough }) => chargedThrough.getTime()));
  const delivered = Math.max(...deliveries.map(({ deliveredAt }) => deliveredAt.getTime()));
  const end = Math.floor(Math.min(charged, delivered - SETTLING_DAYS * DAY_MS) / DAY_MS) * DAY_MS;
  return { from: new Date(end - WINDOW_DAYS * DAY_MS), through: new Date(end) };
}
