import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '@/lib/core/clock';
import { database, type Reader, type Transaction, transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { type EffectRow, effectsInState } from '@/lib/effects/data';
import { type Performed, perform } from '@/lib/effects/ledger';
import { countOpenedSince } from './data';
import type { Desk } from './deed';
import { commentDeed } from './deed-comment';
import { createDeed } from './deed-create';
import { closeDeed, reopenDeed } from './deed-move';
import { intendClose, intendComment, intendCreate, intendReopen, keyOf, type Prepared } from './intend';
import { lookAfterUncertain } from './look-up';
import { routeOf } from './routing';
import type { RouteView, TicketWish } from './schema';
import { backoffOf, horizonOf } from './timing';
import { decideWish, weekStartOf } from './wish';

/**
 * One distribution: rounds over what lineages want, with the ledger as its only memory, until nothing is open.
 *
 *   a round   leases that ran out become uncertain → every uncertain effect is looked after → the wishes are walked
 *             in lineage order, each through the ledger → wait for what is not due yet
 *
 * It may end anywhere and begin again from the ledger alone. Uncertain effects hold up nobody but their own lineage.
 */
export type Wishes = (
  reader: Reader,
  connectionId: string,
  afterLineageId: string,
  limit: number,
  now: Date,
) => Promise<TicketWish[]>;

export type Distribution = {
  desk: Desk;
  routes: RouteView[];
  floor: string;
  nextWishes: Wishes;
  onWaiting(tx: Transaction, waiting: { lineageId: string; reason: string }): Promise<void>;
  clock: Clock;
  signal: AbortSignal;
  progress(done: number, total: number, note: string): Promise<void>;
};

export type Tally = {
  confirmed: number; // issues opened and deeds done, found ones included
  found: number; // of these, by looking after an uncertain one
  rejected: number;
  parked: number;
  waiting: number; // floor, cap or no route
};

const ROUNDS = 60;
const IDLE_ROUNDS = 6; // with nothing in doubt and nothing going through: the site is away
const BATCH = 50;
/** So many deferrals in a row mean that the site is away: the rest of the round would only ask it again. */
const PATIENCE = 5;

export async function distribute(distribution: Distribution): Promise<Tally> {
  const tally: Tally = { confirmed: 0, found: 0, rejected: 0, parked: 0, waiting: 0 };
  const total = await countWishes(distribution);
  let deferred = Number.POSITIVE_INFINITY;
  let idle = 0;
  for (let round = 0; ; round += 1) {
    const before = tally.confirmed + tally.rejected;
    await settleUncertain(distribution, tally, deferred === 0);
    deferred = await walk(distribution, tally, { isFirst: round === 0, total });
    deferred += await sayWhatHappened(distribution, tally);
    const { site } = distribution.desk;
    const open = await effectsInState(database(), site.connection.id, ['sending', 'uncertain']);
    if (open.length === 0 && deferred === 0) return tally;
    idle = open.length > 0 || tally.confirmed + tally.rejected > before ? 0 : idle + 1;
    if (round === ROUNDS || idle === IDLE_ROUNDS) throw stillOpen(open, deferred);
    await waitForNext(distribution, open, round);
  }
}

function stillOpen(open: EffectRow[], deferred: number): AppError {
  const detail = `${open.length} tickets are still in doubt and ${deferred} could not be sent; going on later`;
  return new AppError('unavailable', detail);
}

async function countWishes(distribution: Distribution): Promise<number> {
  let total = 0;
  for await (const batch of batches(distribution)) total += batch.length;
  return total;
}

async function* batches({ nextWishes, desk, clock }: Distribution): AsyncGenerator<TicketWish[]> {
  for (let after = '0'; ; ) {
    const batch = await nextWishes(database(), desk.site.connection.id, after, BATCH, clock());
    const last = batch.at(-1);
    if (!last) return;
    yield batch;
    after = last.lineageId;
  }
}

async function settleUncertain(distribution: Distribution, tally: Tally, mayPark: boolean): Promise<void> {
  for (const { state } of await lookAfterUncertain(distribution, mayPark)) {
    if (state === 'confirmed') tally.confirmed += 1;
    if (state === 'confirmed') tally.found += 1;
    if (state === 'parked') tally.parked += 1;
  }
}

function performKind(desk: Desk, effect: EffectRow): Promise<Performed> {
  const timing = { leaseMs: desk.timing.leaseMs, horizonMs: horizonOf(desk.timing) };
  if (effect.kind === 'ticket.create') return perform(effect.id, { ...createDeed(desk), timing });
  if (effect.kind === 'ticket.reopen') return perform(effect.id, { ...reopenDeed(desk), timing });
  if (effect.kind === 'ticket.close') return perform(effect.id, { ...closeDeed(desk), timing });
  return perform(effect.id, { ...commentDeed(desk), timing });
}

/** Returns how many wishes could not be sent yet and must be walked again. */
async function walk(
  distribution: Distribution,
  tally: Tally,
  { isFirst, total }: { isFirst: boolean; total: number },
): Promise<number> {
  const { signal, progress } = distribution;
  let deferred = 0;
  let inARow = 0;
  for await (const batch of batches(distribution)) {
    for (const wish of batch) {
      signal.throwIfAborted();
      const state = await meet(distribution, wish, isFirst, tally);
      const isDeferred = state === 'intended' || state === 'skipped';
      inARow = isDeferred ? inARow + 1 : 0;
      if (isDeferred) deferred += 1;
      if (inARow >= PATIENCE) return deferred;
    }
    await progress(tally.confirmed, Math.max(total, tally.confirmed), noteOf(tally));
  }
  return deferred;
}

/** Comments that follow a deed: they are said even when their lineage wants nothing more. Returns how many wait. */
async function sayWhatHappened(distribution: Distribution, tally: Tally): Promise<number> {
  let deferred = 0;
  const intended = await effectsInState(database(), distribution.desk.site.connection.id, ['intended']);
  for (const effect of intended.filter(({ kind }) => kind === 'ticket.comment')) {
    distribution.signal.throwIfAborted();
    const state = await send(distribution, effect, tally);
    if (state === 'intended' || state === 'skipped') deferred += 1;
    if (deferred >= PATIENCE) break;
  }
  return deferred;
}

function noteOf({ confirmed, rejected, parked, waiting }: Tally): string {
  const parts = [`${confirmed} done`];
  if (rejected > 0) parts.push(`${rejected} refused`);
  if (parked > 0) parts.push(`${parked} for a person`);
  if (waiting > 0) parts.push(`${waiting} waiting`);
  return parts.join(', ');
}

const INTEND = { reopen: intendReopen, close: intendClose, comment: intendComment } as const;

type Met = Performed['state'] | 'elsewhere' | 'waiting';

/** Meets one wish as far as it can be met now; the state its effect is in afterwards. */
async function meet(
  distribution: Distribution,
  wish: TicketWish,
  isFirst: boolean,
  tally: Tally,
): Promise<Met> {
  if (wish.deed === 'create') return meetCreate(distribution, wish, isFirst, tally);
  return send(distribution, await INTEND[wish.deed](distribution.desk, wish), tally);
}

async function meetCreate(
  distribution: Distribution,
  wish: TicketWish,
  isFirst: boolean,
  tally: Tally,
): Promise<Met> {
  const { desk, routes, floor, clock } = distribution;
  const connectionId = desk.site.connection.id;
  const route = routeOf(wish.owner, routes);
  if (route && route.connectionId !== connectionId) return 'elsewhere';
  const known = await database().effect.findUnique({ where: { key: keyOf(wish) } });
  if (known && known.state !== 'intended')
    return known.connectionId === connectionId ? known.state : 'elsewhere';
  // What has been let in once stays in: floor and cap judge only what is new.
  const since = weekStartOf(clock());
  const openedThisWeek = route
    ? await countOpenedSince(database(), connectionId, route.projectKey, since)
    : 0;
  const decision = decideWish(wish, { route, floor, openedThisWeek });
  if (!known && decision.kind === 'wait') {
    if (!isFirst) return 'waiting';
    tally.waiting += 1;
    await transaction((tx) =>
      distribution.onWaiting(tx, { lineageId: wish.lineageId, reason: decision.reason }),
    );
    return 'waiting';
  }
  if (!route) return 'waiting';
  return send(distribution, await intendCreate(desk, wish, route), tally);
}

async function send({ desk }: Distribution, prepared: Prepared, tally: Tally): Promise<Met> {
  if (prepared === 'elsewhere') return 'elsewhere';
  if (prepared.state !== 'intended') return prepared.state;
  if (prepared.waitMs > 0) return 'intended';
  await desk.site.ready(); // before the lease is taken: its time is for the call, not for the queue
  const { state } = await performKind(desk, prepared);
  if (state === 'confirmed') tally.confirmed += 1;
  if (state === 'rejected') tally.rejected += 1;
  return state;
}

/** Waits until the next thing can be done, looking after uncertain effects at growing intervals meanwhile. */
async function waitForNext({ desk, signal }: Distribution, open: EffectRow[], round: number): Promise<void> {
  const intended = await effectsInState(database(), desk.site.connection.id, ['intended']);
  const due = [...open, ...intended].map((effect) => effect.waitMs).filter((wait) => wait > 0);
  const pause = backoffOf(desk.timing, Math.min(round, 10), Math.random());
  await sleep(Math.min(pause, ...due), undefined, { signal });
}
