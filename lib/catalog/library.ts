import pg from 'pg';
import { type OpenConnection, openConnection } from '@/lib/connections/data';
import { libraryConfig } from '@/lib/connections/library';
import type { Reader } from '@/lib/core/db';
import { AppError, messageOf } from '@/lib/core/errors';
import { cutSecrets } from '@/lib/core/redact';

/**
 * The way to a library database, which is not ours: a small pool of its own for each connection, with a limit on every
 * wait. What it refuses for the sake of one row is told apart from what is wrong with all of it, or away.
 */
export type Library = { name: string; pool: pg.Pool; hide: (text: string) => string };

/** The setting of a transaction that names the sync which writes in it. */
export const WRITER = 'evenkeel.writer';

const POOL = 6;
const STATEMENT_MS = 30_000;
const LOCK_MS = 5_000;
const IDLE_MS = 60_000;

type Kept = Library & { updatedAt: string };
const kept = new Map<string, Kept>();

/** Throws `not_found`, `outbound_blocked` when its host may not be called, `unavailable` when it has no address. */
export async function openLibrary(reader: Reader, connectionId: string): Promise<Library> {
  const connection = await openConnection(reader, connectionId);
  if (!connection.enabled) throw new AppError('unavailable', `${connection.name} is switched off`);
  const known = kept.get(connectionId);
  if (known?.updatedAt === connection.updatedAt) return known;
  const opened = await connect(connection);
  forgetLibrary(connectionId);
  kept.set(connectionId, opened);
  return opened;
}

async function connect(connection: OpenConnection): Promise<Kept> {
  const { name, secret, updatedAt } = connection;
  const pool = new pg.Pool({
    ...(await libraryConfig(connection)),
    max: POOL,
    allowExitOnIdle: true,
    statement_timeout: STATEMENT_MS,
    lock_timeout: LOCK_MS,
    idle_in_transaction_session_timeout: IDLE_MS,
  });
  // An idle connection that dies is replaced by the pool; unheard, the event would end the process.
  pool.on('error', () => undefined);
  return { name, pool, updatedAt, hide: (text) => cutSecrets(text, [secret]) };
}

/** Ends the pool of a connection, so that its address is looked up anew. */
export function forgetLibrary(connectionId: string): void {
  const known = kept.get(connectionId);
  kept.delete(connectionId);
  void known?.pool.end().catch(() => undefined); // it was away: that is why
}

/** For a process that ends. */
export async function closeLibraries(): Promise<void> {
  const open = [...kept.values()];
  kept.clear();
  await Promise.all(open.map(({ pool }) => pool.end().catch(() => undefined)));
}

/** A connection for itself alone, to be connected and ended by whoever asks: what it hears lasts as long as it does. */
export async function aloneInLibrary(reader: Reader, connectionId: string): Promise<pg.Client> {
  const connection = await openConnection(reader, connectionId);
  if (!connection.enabled) throw new AppError('unavailable', `${connection.name} is switched off`);
  return new pg.Client({ ...(await libraryConfig(connection)), query_timeout: LOCK_MS, keepAlive: true });
}

/**
 * Runs `work` in one transaction of the library's; whatever it throws rolls it back, and leaves as `unavailable` when
 * the library is away or busy, `misconfigured` when it refuses all of us. `writer`: the sync that writes, whose own
 * trigger then keeps silent.
 */
export async function inLibrary<T>(
  library: Library,
  work: (client: pg.PoolClient) => Promise<T>,
  writer?: string,
): Promise<T> {
  const client = await library.pool.connect().catch((thrown: unknown) => {
    throw libraryTrouble(library, thrown);
  });
  let broken: Error | undefined;
  // A connection that is cut while we compute would end the process, were nobody listening.
  const onError = (error: Error) => {
    broken = error;
  };
  client.on('error', onError);
  try {
    const signed = writer === undefined ? '' : `; SET LOCAL ${WRITER} = ${pg.escapeLiteral(writer)}`;
    await client.query(`BEGIN; SET CONSTRAINTS ALL IMMEDIATE${signed}`); // a refusal is told at its row, not at the end
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (thrown) {
    await client.query('ROLLBACK').catch((error: Error) => {
      broken = error;
    });
    throw thrown instanceof AppError ? thrown : libraryTrouble(library, thrown);
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}

/** Faults of the data itself: a value that does not fit, a constraint, a trigger that raises, a view's check. */
const OF_THE_ROW = /^(22|23|44|P0001)/;

/** Why the library refused a row, in its own words; null when the fault is not the row's. */
export function rowRefusal(library: Library, thrown: unknown): string | null {
  if (thrown instanceof AppError)
    return thrown.cause === undefined ? null : rowRefusal(library, thrown.cause);
  const code = codeOf(thrown);
  if (code === null || !OF_THE_ROW.test(code)) return null;
  const detail = thrown instanceof pg.DatabaseError && thrown.detail ? ` (${thrown.detail})` : '';
  return library.hide(`the library refused it: ${messageOf(thrown)}${detail}`);
}

const AWAY = /^(08|53|57|40|55P03|25P03|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)/;

/** An AppError from whatever a query of the library threw. */
export function libraryTrouble({ name, hide }: Library, thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const code = codeOf(thrown);
  const said = hide(messageOf(thrown));
  if (code !== null && OF_THE_ROW.test(code)) {
    return new AppError('invalid_input', `${name} refused a row: ${said}`, { cause: thrown });
  }
  if (code === null || AWAY.test(code)) {
    return new AppError('unavailable', `${name} cannot be reached, or is busy: ${said}`);
  }
  return new AppError('misconfigured', `${name} refused: ${said}`);
}

function codeOf(thrown: unknown): string | null {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : null;
}

/** A name as SQL takes it, whatever stands in it. */
export const quoted = (name: string): string => pg.escapeIdentifier(name);
