import { database } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { repeated } from '@/lib/runs/repeated';
import type { DefinitionInForce } from './definitions.data';
import { aloneInLibrary, quoted } from './library';
import { beginListening } from './listening.commands';
import { Notices } from './notices';
import { triggerName } from './trigger.data';

/** How long notices gather before their rows are compared, together. */
const GATHER_MS = 250;
/** How often it is made sure that the trigger still stands and the line is not dead. */
const ASSURE_EVERY_MS = 30_000;

/**
 * Hears of a library's changes until told to stop or the line breaks, which throws. False at once where another worker
 * hears of them already: who does holds a lock on the very line it listens on.
 */
export async function listenTo(definition: DefinitionInForce, signal: AbortSignal): Promise<boolean> {
  const client = await aloneInLibrary(database(), definition.libraryId);
  const broken = new Promise<never>((_, reject) => {
    client.on('error', reject);
    client.on('end', () => reject(new AppError('unavailable', 'the library closed the connection')));
  });
  broken.catch(() => undefined); // heard of below; until then it is nobody's
  try {
    await client.connect();
    const name = triggerName(definition);
    const { rows } = await client.query<{ free: boolean }>(
      'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS free',
      [name],
    );
    if (rows[0]?.free !== true) return false;
    const notices = new Notices(definition.id);
    client.on('notification', ({ payload }) => notices.add(payload ?? ''));
    await client.query(`LISTEN ${quoted(name)}`);
    notices.missed(); // nobody listened until now
    await beginListening({ definition });
    const settling = repeated(GATHER_MS, () => notices.settle());
    settling.soon();
    try {
      await Promise.race([broken, assure(definition, notices, () => client.query('SELECT'), signal)]);
    } finally {
      await settling.stop();
    }
    return true;
  } finally {
    await client.end().catch(() => undefined); // whatever is left of it
  }
}

/** A trigger that somebody took away comes back, and what it did not tell is looked for. */
async function assure(
  definition: DefinitionInForce,
  notices: Notices,
  ask: () => Promise<unknown>,
  signal: AbortSignal,
): Promise<void> {
  const stopped = new Promise<'stopped'>((resolve) => {
    if (signal.aborted) resolve('stopped');
    else signal.addEventListener('abort', () => resolve('stopped'), { once: true });
  });
  for (;;) {
    let timer: NodeJS.Timeout | undefined;
    const due = new Promise<'due'>((resolve) => {
      timer = setTimeout(() => resolve('due'), ASSURE_EVERY_MS);
    });
    const next = await Promise.race([stopped, due]);
    clearTimeout(timer);
    if (next === 'stopped') return;
    await ask();
    if (await beginListening({ definition })) notices.missed();
  }
}
