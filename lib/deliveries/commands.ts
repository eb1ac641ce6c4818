import { type Clock, systemClock } from '@/lib/core/clock';
import { transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { recordAudit } from '@/lib/people/audit.data';
import type { Actor } from '@/lib/people/schema';
import { chosenBy } from './choice.data';
import { parseObject, readKeyed, sha256 } from './intake';
import { copyAsNewest, lockKeys, reopenDeliveries } from './replay.data';
import { type ReplayInput, replayInput, type SettleDead } from './schema';
import { type Dead, insertCorrected, lockDead, skipDead } from './settle.data';

type Replay = Omit<ReplayInput, 'mode'> & Partial<Pick<ReplayInput, 'mode'>>;

/** A filter may mean millions, and all of them or none are worked on again. */
const REPLAY_MS = 600_000;

/**
 * Works on settled deliveries again. `replay` keeps each one's place in the order of its key, so that it sets only what
 * nothing newer has set; `newest` makes a copy that comes now.
 */
export async function replayDeliveries({
  actor,
  clock = systemClock,
  ...input
}: Replay & { actor: Actor; clock?: Clock }): Promise<{ deliveries: number }> {
  const { mode, ids, filter } = replayInput.parse(input);
  const chosen = chosenBy({ ids, filter });
  return transaction(
    async (tx) => {
      await lockKeys(tx, chosen);
      const deliveries =
        mode === 'replay'
          ? await reopenDeliveries(tx, chosen, actor.name)
          : await copyAsNewest(tx, chosen, { by: actor.name, now: clock() });
      const [only] = ids?.length === 1 ? ids : [];
      const subject = { kind: 'delivery', id: only ?? 'many' };
      const after = { mode, deliveries, ...(ids ? { ids } : {}), ...(filter ? { filter } : {}) };
      await recordAudit(tx, actor, { action: 'delivery.replayed', subject, after });
      return { deliveries };
    },
    { timeoutMs: REPLAY_MS },
  );
}

type Settling = SettleDead & { actor: Actor; deliveryId: string; clock?: Clock };

/** Passes over a dead delivery, or puts a corrected one in its place; what waited behind it goes on. */
export async function settleDead({
  actor,
  deliveryId,
  clock = systemClock,
  ...settling
}: Settling): Promise<{ state: 'skipped' }> {
  return transaction(async (tx) => {
    const dead = await lockDead(tx, deliveryId);
    const told = { by: actor.name, now: clock() };
    if (settling.deed === 'skip') {
      await skipDead(tx, dead, { ...told, reason: settling.note });
    } else {
      const body = Buffer.from(settling.body);
      const fieldNames = namesIn(body, dead);
      // Below every place that a delivery has: applied again, the replaced one sets only what nothing else has set.
      await skipDead(tx, dead, { ...told, reason: `replaced: ${settling.note}`, seq: -dead.id });
      await insertCorrected(tx, dead, { ...told, body, sha256: sha256(body), fieldNames });
    }
    const action = settling.deed === 'skip' ? 'delivery.skipped' : 'delivery.edited';
    const subject = { kind: 'delivery', id: deliveryId };
    const after = { key: dead.key, note: settling.note };
    await recordAudit(tx, actor, { action, subject, after });
    return { state: 'skipped' };
  });
}

/** The fields that a corrected body sets. Throws `invalid_input` where it is not about the same record. */
function namesIn(body: Buffer, { key, keyField, kind }: Dead): string[] {
  const read = parseObject(body);
  if (typeof read === 'string') throw wrongBody(read);
  if (kind === 'release') return Object.keys(Object(read.columns));
  const keyed = readKeyed(read, keyField);
  if (typeof keyed === 'string') throw wrongBody(keyed);
  if (keyed.key !== key) throw wrongBody(`it must keep its key: ${keyField} is ${keyed.key}, not ${key}`);
  return Object.keys(keyed.fields);
}

function wrongBody(message: string): AppError {
  return new AppError('invalid_input', message, { errors: [{ path: 'body', message }] });
}
