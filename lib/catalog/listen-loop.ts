import { database } from '@/lib/core/db';
import { AppError, messageOf } from '@/lib/core/errors';
import { log } from '@/lib/core/log';
import { repeated } from '@/lib/runs/repeated';
import { forgetLibrary } from './library';
import { listenTo } from './listener';
import { endListening } from './listening.commands';
import { readListening, type ToListen, writeTrouble } from './listening.data';

/**
 * A worker's standing service: hears of what others change in libraries whose sync wants that, and takes our trigger away
 * where it is not wanted any more. A library that is away is asked again, later each time.
 */
export type ListenLoop = { stop(): Promise<void> };

const LOOK_EVERY_MS = 1_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
const TAKEN_PAUSE_MS = 10_000; // another worker listens: it may go

type Pause = { until: number; forMs: number };

export function startListenLoop(): ListenLoop {
  const lines = new Map<string, { close: AbortController; ended: Promise<void> }>();
  const pauses = new Map<string, Pause>();

  async function failed({ id, slug, libraryId }: ToListen, thrown: unknown): Promise<void> {
    const before = pauses.get(id);
    const forMs = before ? Math.min(LONGEST_PAUSE_MS, before.forMs * 2) : FIRST_PAUSE_MS;
    pauses.set(id, { until: Date.now() + forMs, forMs });
    if (!before) log().warn({ sync: slug, err: messageOf(thrown) }, 'a library cannot be heard'); // told once
    if (thrown instanceof AppError && thrown.code === 'unavailable') forgetLibrary(libraryId);
    await writeTrouble(database(), id, messageOf(thrown));
  }

  function open(definition: ToListen): void {
    const close = new AbortController();
    const began = Date.now();
    const ended = listenTo(definition, close.signal)
      .then((isOurs) => {
        pauses.delete(definition.id);
        if (!isOurs) pauses.set(definition.id, { until: Date.now() + TAKEN_PAUSE_MS, forMs: FIRST_PAUSE_MS });
      })
      .catch((thrown: unknown) => {
        if (Date.now() - began > LONGEST_PAUSE_MS) pauses.delete(definition.id); // it had worked
        return failed(definition, thrown);
      })
      .catch((thrown: unknown) => log().warn({ err: thrown }, 'what is wrong with a library cannot be told'))
      .finally(() => lines.delete(definition.id));
    lines.set(definition.id, { close, ended });
  }

  async function tend(definition: ToListen): Promise<void> {
    const line = lines.get(definition.id);
    if (definition.isWanted && line) return;
    line?.close.abort();
    await line?.ended;
    if ((pauses.get(definition.id)?.until ?? 0) > Date.now()) return;
    if (definition.isWanted) return open(definition);
    await endListening({ definition }).then(
      () => pauses.delete(definition.id),
      (thrown: unknown) => failed(definition, thrown),
    );
  }

  const looking = repeated(LOOK_EVERY_MS, async () => {
    const known = await readListening(database());
    for (const [id, line] of lines) if (!known.some((one) => one.id === id)) line.close.abort();
    await Promise.all(known.map(tend));
  });
  looking.soon();
  return {
    async stop() {
      await looking.stop();
      for (const { close } of lines.values()) close.abort();
      await Promise.all([...lines.values()].map(({ ended }) => ended));
    },
  };
}
