import { DAY_MS } from '@/lib/core/clock';
import { compareAmounts } from '@/lib/core/money';
import type { RouteView, TicketWish } from './schema';

/** Whether a wish for a new ticket may be met now. What waits says why, in words for the console. */
export type Decision = { kind: 'open'; route: RouteView } | { kind: 'wait'; reason: string };

type Limits = {
  route: RouteView | null;
  floor: string; // the least saving a month that gets a ticket, in the recommendation's currency
  openedThisWeek: number; // on the route's project
};

export function decideWish(wish: TicketWish, { route, floor, openedThisWeek }: Limits): Decision {
  if (!route) return wait(`no route for ${wish.owner ?? 'the unowned queue'}, and no default route`);
  const { savings, currency } = wish.content;
  // A finding without a counted saving has none to measure: whoever wishes has weighed what is at stake.
  if (savings !== null && compareAmounts(savings, floor) < 0) {
    return wait(`saves less than ${floor} ${currency ?? ''} a month`.replace(/\s+/g, ' '));
  }
  if (openedThisWeek >= route.weeklyCap) {
    return wait(`${route.projectKey} has had its ${route.weeklyCap} tickets of this week`);
  }
  return { kind: 'open', route };
}

function wait(reason: string): Decision {
  return { kind: 'wait', reason };
}

/** Monday 00:00 UTC of that moment's ISO week. */
export function weekStartOf(now: Date): Date {
  const day = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
  const daysSinceMonday = (now.getUTCDay() + 6) % 7;
  return new Date(day - daysSinceMonday * DAY_MS);
}
