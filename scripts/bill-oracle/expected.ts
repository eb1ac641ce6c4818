import type { Decimal } from 'decimal.js';
import {
  type Answered,
  billedOf,
  type Charge,
  type Delivery,
  effectiveIn,
  type Facts,
  factsOf,
  groupBy,
  readDeliveries,
  type Sent,
  type Standing,
  type Step,
  standingOf,
  touches,
  type Window,
  windowOf,
} from './oracle';
import { coverageOf, type Level, lossOf } from './oracle-coverage';

/** What the oracle expects at the end of a history, and what was to be asked on the way. */
export type Expected = {
  charges: Map<string, Charge>; // by send, part and line
  waits: Map<number, Set<string>>; // by send: the "billing account month" that wait for an answer
  sources: Map<string, ExpectedSource>;
  total: Map<string, Decimal>; // cost of 30 days by currency, over all sources
  billed: Map<string, Decimal>; // by "month currency", over all sources
};
export type ExpectedSource = {
  window: Window;
  effective: Map<string, Decimal>;
  facts: Map<string, Facts>;
  coverage: Map<string, Level>;
};

export const nameOfMonth = ({ billingAccount, month }: Pick<Delivery, 'billingAccount' | 'month'>) =>
  `${billingAccount} ${new Date(month).toISOString().slice(0, 7)}`;

export function expectedOf(steps: readonly Step[], now: number): Expected {
  const sent = readDeliveries(steps);
  const deliveries: Delivery[] = [];
  const waits = new Map<number, Set<string>>();
  for (const step of steps) {
    if ('answer' in step) {
      answer(deliveries, step);
      continue;
    }
    const repeated = repeatedBy(step, steps, deliveries);
    if (repeated) {
      confirm(deliveries, repeated, step);
      waits.set(step.send, new Set(repeated.filter(({ state }) => state === 'waiting').map(nameOfMonth)));
      continue;
    }
    const own = sent.filter(({ send }) => send === step.send);
    const asked = own.filter((each) => step.handling === 'ask' && isAsked(deliveries, each));
    for (const each of asked) each.state = 'waiting';
    waits.set(step.send, new Set(asked.map(nameOfMonth)));
    deliveries.push(...own);
    endWaiting(deliveries, own);
  }
  const charges = new Map(
    sent.flatMap((each) => each.charges.map((charge) => [charge.name, charge] as const)),
  );
  const names = [...new Set(deliveries.map(({ source }) => source))];
  const sources = names.flatMap((name) => {
    const source = expectedSource(deliveries, name, now);
    return source ? [[name, source] as const] : [];
  });
  return {
    ...{ charges, waits, sources: new Map(sources) },
    ...{ total: totalOf(deliveries, names), billed: billedOf(countedOnce(deliveries, names, () => true)) },
  };
}

const isOfMonth = (one: Delivery, other: Delivery) =>
  one.source === other.source && one.billingAccount === other.billingAccount && one.month === other.month;

/** What replaces a month ends the waiting of what came before it. */
function endWaiting(deliveries: readonly Delivery[], replacing: readonly Delivery[]): void {
  for (const each of replacing.filter(
    ({ state, handling }) => state === 'counts' && handling === 'overwrite',
  )) {
    for (const other of deliveries.filter(({ state }) => state === 'waiting')) {
      if (isOfMonth(other, each) && other.send < each.send) other.state = 'declined';
    }
  }
}

/** The deliveries of an earlier file of the same content, where all of it counts or waits: it is confirmed, not new. A part of another delivery is news. */
function repeatedBy(step: Sent, steps: readonly Step[], deliveries: readonly Delivery[]): Delivery[] | null {
  if (step.parts.length > 1) return null;
  const content = JSON.stringify(step.parts);
  for (const earlier of steps.slice(0, steps.indexOf(step)).reverse()) {
    if (!('send' in earlier) || earlier.source !== step.source) continue;
    if (JSON.stringify(earlier.parts) !== content) continue;
    const own = deliveries.filter(({ send }) => send === earlier.send);
    if (step.handling === 'overwrite' && own.some(({ handling }) => handling === 'append')) return null;
    if (own.length > 0 && own.every((each) => isStanding(deliveries, each))) return own;
  }
  return null;
}

function isStanding(deliveries: readonly Delivery[], each: Delivery): boolean {
  if (each.state !== 'counts') return each.state === 'waiting';
  const standing = standingOf(deliveries, each.source).get(`${each.billingAccount} ${each.month}`);
  return standing ? [...standing.base, ...standing.appended].includes(each) : false;
}

function confirm(deliveries: readonly Delivery[], repeated: readonly Delivery[], step: Sent): void {
  for (const each of repeated) {
    each.at = step.at;
    if (each.state !== 'waiting' || step.handling === 'ask') continue;
    each.state = 'counts';
    each.handling = step.handling;
  }
  for (const each of repeated) {
    const standing = standingOf(deliveries, each.source).get(`${each.billingAccount} ${each.month}`);
    if (!standing?.base.includes(each)) continue;
    for (const other of deliveries.filter(({ state }) => state === 'waiting')) {
      if (isOfMonth(other, each) && other.order > each.order && other.order < step.at)
        other.state = 'declined';
    }
  }
}

function isAsked(deliveries: readonly Delivery[], next: Delivery): boolean {
  const standing = standingOf(deliveries, next.source).get(`${next.billingAccount} ${next.month}`);
  return standing !== undefined && lossOf(standing, next).isAsked;
}

function answer(deliveries: readonly Delivery[], { answer, to, billingAccount, month }: Answered): void {
  for (const each of deliveries) {
    if (each.send !== to || each.billingAccount !== billingAccount || each.month !== month) continue;
    if (each.state !== 'waiting') continue;
    each.state = answer === 'discard' ? 'declined' : 'counts';
    if (answer !== 'discard') each.handling = answer;
    endWaiting(deliveries, [each]);
  }
}

function totalOf(deliveries: readonly Delivery[], sources: readonly string[]): Map<string, Decimal> {
  const total = new Map<string, Decimal>();
  for (const { charges, window } of countedOnce(deliveries, sources, touches)) {
    for (const [currency, sum] of effectiveIn(charges, window)) {
      total.set(currency, sum.plus(total.get(currency) ?? 0));
    }
  }
  return total;
}

type Part = { name: string; month: number; window: Window; charges: Charge[]; at: number; send: number };

/** A month of a billing account and provider that several sources tell of counts for the one whose base is newest. */
function countedOnce(
  deliveries: readonly Delivery[],
  sources: readonly string[],
  isAsked: typeof touches,
): Part[] {
  const parts = sources.flatMap((source) => {
    const standings = [...standingOf(deliveries, source).values()];
    const window = windowOf(standings);
    return window ? standings.flatMap((standing) => partsOf(standing, window, isAsked)) : [];
  });
  return [...groupBy(parts, ({ name }) => name).values()].flatMap((same) =>
    same.toSorted((left, right) => right.at - left.at || right.send - left.send).slice(0, 1),
  );
}

function partsOf({ base, appended }: Standing, window: Window, isAsked: typeof touches): Part[] {
  const last = base.at(-1);
  if (!last) return [];
  const charges = [...base, ...appended].flatMap((each) => each.charges);
  if (!isAsked(charges, window)) return [];
  return [...groupBy(charges, ({ provider }) => provider)].map(([provider, own]) => ({
    ...{ name: `${provider} ${last.billingAccount} ${last.month}`, month: last.month, window, charges: own },
    ...{ at: last.at, send: last.send },
  }));
}

function expectedSource(deliveries: readonly Delivery[], name: string, now: number): ExpectedSource | null {
  const standings: Standing[] = [...standingOf(deliveries, name).values()];
  const window = windowOf(standings);
  if (!window) return null;
  const counted = standings.flatMap(({ base, appended }) => [...base, ...appended]);
  const told = toldOf(deliveries);
  const own = (all: readonly Delivery[]) => all.filter(({ source }) => source === name);
  const waiting = own(deliveries).filter(({ state }) => state === 'waiting');
  return {
    window,
    effective: effectiveIn(
      counted.flatMap(({ charges }) => charges),
      window,
    ),
    facts: factsOf({ standings, window, firstCharges: firstChargesOf(told, counted), now }),
    coverage: coverageOf({ standings, told: own(told), waiting, window }),
  };
}

/** What is or was a bill of its month: what overwrote, and what was added where nothing was that overwrites. */
function toldOf(deliveries: readonly Delivery[]): Delivery[] {
  const bases = [...new Set(deliveries.map(({ source }) => source))].flatMap((source) =>
    [...standingOf(deliveries, source).values()].flatMap(({ base }) => base),
  );
  const overwrote = deliveries.filter(
    ({ state, handling }) => state === 'counts' && handling === 'overwrite',
  );
  return [...new Set([...overwrote, ...bases])];
}

/** The first charge of each subject that any base told of; of what no base did, the first that counts. */
function firstChargesOf(told: readonly Delivery[], counted: readonly Delivery[]): Map<string, number> {
  return new Map([...firstsIn(counted), ...firstsIn(told)]);
}

function firstsIn(deliveries: readonly Delivery[]): Map<string, number> {
  const firsts = new Map<string, number>();
  for (const { resource, commitment, start } of deliveries.flatMap(({ charges }) => charges)) {
    for (const subject of new Set([resource, commitment])) {
      if (subject !== null) firsts.set(subject, Math.min(start, firsts.get(subject) ?? start));
    }
  }
  return firsts;
}
