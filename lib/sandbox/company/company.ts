/**
 * A company with a cloud bill, made from a seed: the same arguments give the same bytes. It has every story that
 * the shipped rules look for, and for each guard one that comes near.
 */
import { AppError } from '@/lib/core/errors';
import { type Granularity, type Month, Tally, usageLines } from './bill';
import { accountLines } from './bill-accounts';
import { HEADER, inChunks } from './columns';
import { correctionLines } from './corrections';
import { inventoryLines, readInventory } from './inventory';
import { DAY_MS, type Fixed, resourcesOf, type Timeline } from './resource';
import { SAAS, saasLines } from './saas';
import type { Delivery, Week } from './schema';
import { PAYERS, type Payer, payerOf } from './world';

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
      deliveries: deliveriesOf({ at, isFirst: number === 0, timeline, granularity }),
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

type Delivering = { at: Date; isFirst: boolean; timeline: Timeline; granularity: Granularity };

function deliveriesOf(delivering: Delivering): Delivery[] {
  const { at, isFirst, timeline } = delivering;
  const [first, ...others] = monthsOf(at, isFirst).map((start) =>
    PAYERS.map((payer) => monthOf(start, payer, delivering)),
  );
  const months = [...(first ?? []), ...others.flat()];
  const whole = months.map((month) => deliveryOf(month, () => inChunks(billLines(timeline, month))));
  return [...whole, ...saasOf(delivering), ...(isFirst ? [] : correctionsOf(delivering))];
}

function monthOf(start: Date, payer: Payer, { at, timeline, granularity }: Delivering): Month {
  const end = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1));
  const today = Math.floor(at.getTime() / DAY_MS);
  const until = Math.min(today, end.getTime() / DAY_MS);
  const hasMoved = start.getTime() / DAY_MS >= movingDay(timeline);
  return {
    payer,
    pays: (account) => payerOf(account, hasMoved).id === payer.id,
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

/** The first day of the month from which the account that moves is on its new payer's bill: two weeks ago or more. */
function movingDay({ lastDay }: Timeline): number {
  const latest = new Date((lastDay - 14) * DAY_MS);
  return Date.UTC(latest.getUTCFullYear(), latest.getUTCMonth(), 1) / DAY_MS;
}

function deliveryOf({ payer, start }: Month, csv: Delivery['csv']): Delivery {
  const billingPeriodStart = start.toISOString();
  const [main] = PAYERS.filter(({ provider }) => provider === payer.provider);
  const slug = payer.provider.toLowerCase().replace(/\W+/g, '-');
  const own = payer === main ? slug : `${slug}-${payer.id}`;
  return {
    bill: payer.provider,
    handling: 'overwrite',
    billingAccount: payer.id,
    billingPeriodStart,
    fileName: `focus-${own}-${billingPeriodStart.slice(0, 7)}.csv`,
    csv,
  };
}

/** Once a month is closed and no longer restated, its first payer is sent a correction of it to add. */
function correctionsOf(delivering: Delivering): Delivery[] {
  const { at } = delivering;
  const [payer] = PAYERS;
  const isDue = at.getUTCDate() > RESTATED_UNTIL && at.getUTCDate() <= RESTATED_UNTIL + 7;
  if (!isDue || !payer) return [];
  const start = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - 1, 1));
  const month = monthOf(start, payer, delivering);
  const whole = deliveryOf(month, () => inChunks(correctionLines(month)));
  const fileName = whole.fileName.replace('.csv', '-correction.csv');
  return [{ ...whole, handling: 'append', fileName }];
}

function saasOf(delivering: Delivering): Delivery[] {
  const { at, isFirst } = delivering;
  return monthsOf(at, isFirst).map((start) => {
    const billingPeriodStart = start.toISOString();
    return {
      bill: 'SaaS',
      handling: 'overwrite',
      billingAccount: SAAS.account,
      billingPeriodStart,
      fileName: `focus-saas-${billingPeriodStart.slice(0, 7)}.csv`,
      csv: () => inChunks(saasLines(start, at)),
    };
  });
}

function* billLines(timeline: Timeline, month: Month): Generator<string> {
  yield HEADER;
  const tally = new Tally();
  for (const resource of resourcesOf(timeline)) {
    if (resource.account.provider !== month.payer.provider) continue;
    const lines = usageLines(resource, month, tally);
    if (month.pays(resource.account)) yield* lines;
    // What another payer's accounts use of a commitment is used all the same.
    else for (const _ of lines);
  }
  yield* accountLines(month, tally);
}
