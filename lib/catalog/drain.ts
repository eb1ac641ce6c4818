import { type Clock, systemClock } from '@/lib/core/clock';
import { database } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { takeBaseline } from './baseline.data';
import { readColumns } from './columns.data';
import {
  type DefinitionInForce,
  definitionOfSender,
  qualitySets,
  readDefinitionText,
} from './definitions.data';
import { type DrainCounts, type DrainTarget, drainBatch, nothingDrained } from './drain-batch';
import { forgetLibrary, libraryTrouble, openLibrary } from './library';
import { makeSync } from './sync';

/** After so many batches the definition and its rules are read anew: a drain may go on for hours. */
const BATCHES_OF_A_READING = 50;
/** Batches at once: one is planned here while another is written there. Their keys are not the same. */
const LANES = 2;

type Options = { now?: Clock; signal?: AbortSignal; onBatch?: (counts: DrainCounts) => Promise<void> };

/**
 * Works on a sender's deliveries until none is left that can be worked on: not those that wait for their next try or
 * behind a dead one, nor those that another drain has in hand. Many may run at once. Throws `unavailable` when the library
 * is away, and then nobody's tries are counted; `misconfigured` when it refuses us.
 */
export async function drainSender(
  senderId: string,
  { now = systemClock, signal, onBatch }: Options = {},
): Promise<DrainCounts> {
  const total = nothingDrained();
  for (;;) {
    const definition = await definitionOfSender(database(), senderId);
    if (!definition) return total;
    const target = await openTarget(definition);
    try {
      if (definition.baselineAt === null && !(await takeBaseline(target, now()))) return total;
      const lanes = Array.from({ length: LANES }, async () => {
        for (let batch = 0; batch < BATCHES_OF_A_READING; batch += 1) {
          signal?.throwIfAborted();
          const counts = await drainBatch(target, now());
          if (counts === null) return true;
          addTo(total, counts);
          await onBatch?.(total);
        }
        return false;
      });
      const ended = await Promise.allSettled(lanes); // none may be left at work when we leave
      for (const lane of ended) if (lane.status === 'rejected') throw lane.reason;
      if (ended.every((lane) => lane.status === 'fulfilled' && lane.value)) return total;
    } catch (thrown) {
      // Its address may be another one by now.
      if (thrown instanceof AppError && thrown.code === 'unavailable') forgetLibrary(definition.libraryId);
      throw thrown;
    }
  }
}

/** A definition in force, with its library open and its rules compiled. Throws `misconfigured` without its table. */
export async function openTarget(definition: DefinitionInForce): Promise<DrainTarget> {
  const text = readDefinitionText(definition);
  const library = await openLibrary(database(), definition.libraryId);
  const columns = await readColumns(library.pool, text.table).catch((thrown: unknown) => {
    forgetLibrary(definition.libraryId);
    throw libraryTrouble(library, thrown);
  });
  const sync = makeSync(text, columns, await qualitySets(database(), text.quality));
  if (!sync) {
    const { schema, name } = text.table;
    throw new AppError(
      'misconfigured',
      `${library.name} has no table ${schema}.${name} with ${text.keyColumn}`,
    );
  }
  return { definitionId: definition.id, senderId: definition.senderId, library, sync };
}

function addTo(total: DrainCounts, counts: DrainCounts): void {
  total.deliveries += counts.deliveries;
  total.applied += counts.applied;
  total.unchanged += counts.unchanged;
  total.held += counts.held;
  total.partly += counts.partly;
  total.failed += counts.failed;
  total.dead += counts.dead;
}
