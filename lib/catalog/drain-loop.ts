import pg from 'pg';
import { database } from '@/lib/core/db';
import { env } from '@/lib/core/env';
import { messageOf } from '@/lib/core/errors';
import { log } from '@/lib/core/log';
import { repeated } from '@/lib/runs/repeated';
import { sendersWithWork } from './definitions.data';

import { drainSender } from './drain';
import { closeLibraries } from './library';

/**
 * A worker's standing service beside its runs: looks for deliveries when it is notified and twice a second, and drains each
 * sender that has some. Any number of workers may do so at once: keys are locked while they are worked on.
 */
export type DrainLoop = { stop(): Promise<void> };

const DELIVERIES_CHANNEL = 'deliveries';
const LOOK_EVERY_MS = 500;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/** A sender whose library is away is left alone for a while, longer each time. */
type Pause = { until: number; forMs: number };

export function startDrainLoop(): DrainLoop {
  const stopping = new AbortController();
  const pauses = new Map<string, Pause>();

  async function drain(senderId: string): Promise<void> {
    try {
      await drainSender(senderId, { signal: stopping.signal });
      if (pauses.delete(senderId)) log().info({ sender: senderId }, 'deliveries are worked on again');
    } catch (thrown) {
      if (stopping.signal.aborted) return;
      const before = pauses.get(senderId);
      const forMs = before ? Math.min(LONGEST_PAUSE_MS, before.forMs * 2) : FIRST_PAUSE_MS;
      pauses.set(senderId, { until: Date.now() + forMs, forMs });
      // Told once: it is the same until it ends.
      if (!before) log().warn({ sender: senderId, err: messageOf(thrown) }, 'deliveries cannot be worked on');
    }
  }

  const looking = repeated(LOOK_EVERY_MS, async () => {
    const senders = await sendersWithWork(database());
    const ready = senders.filter((id) => (pauses.get(id)?.until ?? 0) <= Date.now());
    await Promise.all(ready.map(drain));
  });
  const listening = listen(looking.soon, stopping.signal);
  looking.soon();
  return {
    async stop() {
      stopping.abort();
      await looking.stop();
      await listening;
      await closeLibraries();
    },
  };
}

const LISTEN_AGAIN_MS = 2_000;

/** Hears of new deliveries until told to stop. While it cannot, the loop looks by itself, only later. */
async function listen(onNotice: () => void, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const client = new pg.Client({
      connectionString: env().DATABASE_URL,
      application_name: 'evenkeel-drain',
      keepAlive: true,
    });
    const gone = new Promise<void>((resolve) => {
      client.on('error', () => resolve());
      client.on('end', () => resolve());
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    client.on('notification', onNotice);
    await client
      .connect()
      .then(() => client.query(`LISTEN ${DELIVERIES_CHANNEL}`))
      .then(() => gone)
      .catch(() => undefined); // the database is away; the loop says so
    await client.end().catch(() => undefined); // whatever is left of it
    if (!signal.aborted) await pauseOf(LISTEN_AGAIN_MS, signal);
  }
}

function pauseOf(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
