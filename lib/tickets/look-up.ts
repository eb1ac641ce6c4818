import { setTimeout as sleep } from 'node:timers/promises';
import { database, transaction } from '@/lib/core/db';
import { doubtRunOutLeases, type EffectRow, effectsInState } from '@/lib/effects/data';
import { lookUp, type Performed } from '@/lib/effects/ledger';
import type { Desk } from './deed';
import { commentDeed } from './deed-comment';
import { createDeed } from './deed-create';
import { closeDeed, reopenDeed } from './deed-move';
import { backoffOf, horizonOf } from './timing';

/** Looking after effects whose answer never came. It sends nothing: a distribution does, when absence is shown. */
type Look = { desk: Desk; signal: AbortSignal };

/** Looks once after every uncertain effect of the connection; leases that ran out are uncertain by then. */
export async function lookAfterUncertain({ desk, signal }: Look, mayPark: boolean): Promise<Performed[]> {
  const { id } = desk.site.connection;
  await transaction((tx) => doubtRunOutLeases(tx, id, horizonOf(desk.timing)));
  const looks: Performed[] = [];
  for (const effect of await effectsInState(database(), id, ['uncertain'])) {
    signal.throwIfAborted();
    looks.push(await lookUpKind(desk, effect, mayPark));
  }
  return looks;
}

function lookUpKind(desk: Desk, effect: EffectRow, mayPark: boolean): Promise<Performed> {
  if (effect.kind === 'ticket.create') return lookUp(effect.id, { ...createDeed(desk), mayPark });
  if (effect.kind === 'ticket.reopen') return lookUp(effect.id, { ...reopenDeed(desk), mayPark });
  if (effect.kind === 'ticket.close') return lookUp(effect.id, { ...closeDeed(desk), mayPark });
  return lookUp(effect.id, { ...commentDeed(desk), mayPark });
}

export type LookedUp = {
  found: number; // it had happened: the ticket is linked
  absent: number; // shown not to exist: the next distribution sends it
  open: number; // not to be told either way
};

/**
 * Looks after what is uncertain until each is found, shown absent, or past its horizon with neither to be told. Those
 * stay uncertain: what a distribution sends next may yet show how far the tracker's search has come.
 */
export async function lookUpOnly(
  look: Look & { progress(done: number, total: number, note: string): Promise<void> },
): Promise<LookedUp> {
  const { desk, signal, progress } = look;
  const { id } = desk.site.connection;
  const tally = { found: 0, absent: 0 };
  for (let round = 0; ; round += 1) {
    const looks = await lookAfterUncertain(look, false);
    tally.found += looks.filter(({ state }) => state === 'confirmed').length;
    tally.absent += looks.filter(({ state }) => state === 'intended').length;
    const open = await effectsInState(database(), id, ['sending', 'uncertain']);
    const done = tally.found + tally.absent;
    await progress(done, done + open.length, `${tally.found} found, ${open.length} uncertain`);
    const waits = open.map(({ waitMs }) => waitMs).filter((wait) => wait > 0);
    if (waits.length === 0) return { ...tally, open: open.length };
    const pause = backoffOf(desk.timing, Math.min(round, 10), Math.random());
    await sleep(Math.min(pause, ...waits), undefined, { signal });
  }
}
