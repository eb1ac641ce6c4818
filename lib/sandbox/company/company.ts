/**
 * A company with a cloud bill, made from a seed: the same arguments give the same bytes. It has every story that
 * the shipped rules look for, and for each guard one that comes near.
 */
import { AppError } from '@/lib/core/errors';
import { type Granularity, type Month, Tally, usageLines } from './bill';
import { accountLines } from './bill-accounts';
import { HEADER, inChunks } from './columns';
import { inventoryLines, readInventory } from './inventory';
import { DAY_MS, type Fixed, resourcesOf, type Timeline } from './resource';
import type { Delivery, Week } from './schema';
import { PAYERS, PROVIDERS } from './world';

export type CompanyOptions = {
  seed: number;
  /** 100 to 100,000. */
  resources: number;
  weeks: number;
  /** When the last week's files are delivered. */
  now: Date;
  /** One row a resource, meter and day (daily, the default) or hour. */
  granularity?: Granularity;
  /**
   * When the ticket of a resource was done, by its native id (Azure's in lower case, else as the bill writes it).
   * From the next day on it is gone or changed; about one in eight comes back two weeks later.
   */
  fixed?: Fixed;
};

export type Company = { weeks: number; week(number: number): Week };

const WEEK_MS = 7 * DAY_MS;
/**
 * Until this day of a month the provider still restates the month before: more than a week, so that a company that
 * is delivered to weekly gets every month once when it is whole.
 */
const RESTATED_UNTIL = 10;

/** Week 0 is the oldest; week `weeks - 1` is delivered at `now`. Throws `invalid_input` out of bounds. */
export function makeCompany(options: CompanyOptions): Company {
  const { seed, resources, weeks, now, granularity = 'daily', fixed = () => null } = options;
  if (!Number.isInteger(resources) || resources < 100 || resources > 100_000) {
    throw new AppError('invalid_input', `a company has 100 to 100,000 resources, not ${resources}`);
  }
  if (!Number.isInteger(weeks) || weeks < 1)
    throw new AppError('invalid_input', `${weeks} is no number of weeks`);
  const lastDay = Math.floor(now.getTime() / DAY_MS);
  const timeline = { seed, resources, firstDay: lastDay - weeks * 7, lastDay, fixed };
  const week = (number: number): Week => {
    if (!Number.isInteger(number) || number < 0 || number >= weeks) {
      throw new AppError('invalid_input', `there is no week ${number}, only 0 to ${weeks - 1}`);
    }
    const at = new Date(now.getTime() - (weeks - 1 - number) * WEEK_MS);
    const reading = { timeline, week: number, weeks, at };
    return {
      number,
      at,
      get inventory() {
        return readInventory(reading);
      },
      inventoryJson: () => inChunks(inventoryLines(reading)),
      deliveries: monthsOf(at, number === 0).flatMap((start) =>
        PROVIDERS.map((provider) =>
          deliveryOf(timeline, monthOf(start, at, provider, timeline, granularity)),
        ),
      ),
    };
  };
  return { weeks, week };
}

/** The open month; the one before while it is restated; and for the first week as much as a window of 30 days needs. */
function monthsOf(at: Date, isFirst: boolean): Date[] {
  const start = (back: number) => new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - back, 1));
  const day = at.getUTCDate();
  const back = day <= RESTATED_UNTIL ? (isFirst ? 2 : 1) : isFirst ? 1 : 0;
  const months = Array.from({ length: back + 1 }, (_, index) => start(back - index));
  // On the first of a month nothing of it can be charged yet.
  return months.filter((month) => month.getTime() + DAY_MS <= at.getTime());
}

function monthOf(
  start: Date,
  at: Date,
  provider: Month['provider'],
  timeline: Timeline,
  granularity: Granularity,
): Month {
  const end = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1));
  const today = Math.floor(at.getTime() / DAY_MS);
  const until = Math.min(today, end.getTime() / DAY_MS);
  return {
    provider,
    start,
    end,
    from: start.getTime() / DAY_MS,
    until,
    unfinished: today - 1,
    isClosed: end.getTime() <= at.getTime() - DAY_MS,
    lastDay: timeline.lastDay,
    granularity,
  };
}

function deliveryOf(timeline: Timeline, month: Month): Delivery {
  const billingPeriodStart = month.start.toISOString();
  const slug = month.provider.toLowerCase().replace(/\W+/g, '-');
  return {
    billingAccount: PAYERS[month.provider].id,
    billingPeriodStart,
    fileName: `focus-${slug}-${billingPeriodStart.slice(0, 7)}.csv`,
    csv: () => inChunks(billLines(timeline, month)),
  };
}

function* billLines(timeline: Timeline, month: Month): Generator<string> {
  yield HEADER;
  const tally = new Tally();
  for (const resource of resourcesOf(timeline)) {
    if (resource.account.provider === month.provider) yield* usageLines(resource, month, tally);
  }
  yield* accountLines(month, tally);
}
