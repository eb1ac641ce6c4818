import { z } from 'zod';
import { database, transaction } from '@/lib/core/db';
import { messageOf } from '@/lib/core/errors';
import { systemActor } from '@/lib/people/schema';
import { defineJob } from '@/lib/runs/plan';
import { PULL_SENDER, WATCH_SENDERS } from './names';
import { pullRecords } from './pull';
import { pullSettings } from './schema';
import { attach } from './senders.commands';
import { changeSender, listAttached, type OpenSender, openSender } from './senders.data';
import { isSilent } from './watch';

/** What a reading of a sender's list is asked for with. */
export const pullSenderInput = z.object({
  senderId: z.uuid(),
  whole: z.boolean().default(false).describe('All of it, not only what changed since the last time'),
});

/**
 * `watch-senders`: a bare CMS keeps its listener in memory, and one that was restarted is silent. Whoever is silent for
 * longer than usual, or could not be attached the last time, is attached again; what came meanwhile may be lost.
 */
export const watchSendersJob = defineJob({
  name: WATCH_SENDERS,
  input: z.object({}),
  async run({ clock, signal }) {
    const silent = (await listAttached(database())).filter(
      (sender) => sender.attachError !== null || isSilent(sender, clock()),
    );
    const warnings: string[] = [];
    for (const sender of silent) {
      signal.throwIfAborted();
      await markStale(sender);
      const actor = systemActor('watch-senders');
      await attach({ actor, sender, token: sender.token, clock, signal }).catch((error: unknown) => {
        warnings.push(`${sender.connection.name}: ${messageOf(error)}`);
      });
    }
    return { output: { silent: silent.length, attached: silent.length - warnings.length }, warnings };
  },
});

async function markStale({ connectionId, staleSince, lastArrivalAt, attachedAt }: OpenSender): Promise<void> {
  if (staleSince !== null) return;
  await transaction((tx) => changeSender(tx, connectionId, { staleSince: lastArrivalAt ?? attachedAt }));
}

/** `pull-sender`: reads a sender's list. The cursor moves only when all of it was read. */
export const pullSenderJob = defineJob({
  name: PULL_SENDER,
  input: pullSenderInput,
  async run({ input: { senderId, whole }, clock, signal, progress }) {
    const sender = await openSender(database(), senderId);
    const settings = pullSettings.parse(sender.pull);
    const since = whole ? null : sender.pullCursor;
    const tell = (done: number) => progress({ done, note: `${done} records read` });
    const { cursor, ...output } = await pullRecords({ sender, settings, since, clock, signal, tell });
    await transaction((tx) =>
      changeSender(tx, senderId, {
        pullCursor: cursor ?? sender.pullCursor,
        pulledAt: clock(),
        // All that changed since the last reading is read now, posted or not.
        staleSince: null,
      }),
    );
    return { output };
  },
});
