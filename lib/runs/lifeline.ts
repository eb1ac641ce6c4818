import pg from 'pg';
import { env } from '@/lib/core/env';
import { log } from '@/lib/core/log';

/**
 * A worker's one dedicated connection. It listens for work and holds the advisory locks: the worker's own, by which
 * others see that it lives, and one for each concurrency key it runs under. The server lets them go with the
 * connection, so a killed worker frees its keys at once; a worker whose connection drops is told by `signal`.
 */
export type Lock = { signal: AbortSignal; release(): Promise<void> };

type Options = { workerId: string; channel: string; onNotice: () => void };

export const CONNECTION_LOST = 'the worker lost its database connection';

export class Lifeline {
  #client: pg.Client | undefined;
  #alive = new AbortController();
  #held = new Set<string>(); // advisory locks are re-entrant within a session: two jobs of ours must not share one
  #closed = false;
  #turn: Promise<unknown> = Promise.resolve(); // a connection takes one query at a time
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  async open(): Promise<void> {
    const client = new pg.Client({
      connectionString: env().DATABASE_URL,
      application_name: applicationName(this.#options.workerId),
      keepAlive: true,
    });
    const lost = () => this.#lose(client);
    client.on('error', lost);
    client.on('end', lost);
    client.on('notification', this.#options.onNotice);
    try {
      await client.connect();
      await client.query(`LISTEN ${client.escapeIdentifier(this.#options.channel)}`);
      await client.query(LOCK, [lockName('worker', this.#options.workerId)]);
    } catch (error) {
      void client.end().catch(() => undefined); // whatever is left of it
      throw error;
    }
    this.#client = client;
    this.#alive = new AbortController();
    this.#held.clear();
  }

  /** Aborted when the connection that is open now is lost. */
  get signal(): AbortSignal {
    return this.#alive.signal;
  }

  /** Takes the lock if nobody has it, else null. Throws when the connection is away. */
  async tryLock(kind: 'worker' | 'key', name: string): Promise<Lock | null> {
    const id = lockName(kind, name);
    const client = this.#client;
    if (!client) throw new Error(CONNECTION_LOST);
    if (this.#held.has(id)) return null;
    this.#held.add(id);
    const { signal } = this;
    const taken = await this.#query(client, TRY_LOCK, id).catch((error: unknown) => {
      this.#held.delete(id);
      throw error;
    });
    if (!taken) {
      this.#held.delete(id);
      return null;
    }
    const release = async () => {
      if (signal.aborted) return; // the server let go of it
      await this.#query(client, UNLOCK, id).catch(() => undefined); // a connection that breaks now frees it too
      if (!signal.aborted) this.#held.delete(id);
    };
    return { signal, release };
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#client?.end().catch(() => undefined); // it may be gone already
  }

  #query(client: pg.Client, text: string, id: string): Promise<boolean> {
    const ask = () =>
      client.query<{ taken: boolean }>(text, [id]).then(({ rows }) => rows[0]?.taken === true);
    const answer = this.#turn.then(ask, ask);
    this.#turn = answer.catch(() => undefined); // whoever asked hears of it
    return answer;
  }

  #lose(client: pg.Client): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    this.#held.clear();
    this.#alive.abort(new Error(CONNECTION_LOST));
    if (this.#closed) return;
    log().warn({ worker: this.#options.workerId }, CONNECTION_LOST);
    void this.#reopen(100);
  }

  async #reopen(pauseMs: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    if (this.#closed) return;
    try {
      await this.open();
      this.#options.onNotice(); // what was announced meanwhile went unheard
    } catch {
      void this.#reopen(Math.min(pauseMs * 2, 2_000)); // still away
    }
  }
}

const LOCK_ID = `hashtextextended('evenkeel.runs:' || $1, 0)`;
const LOCK = `SELECT pg_advisory_lock(${LOCK_ID})`;
const TRY_LOCK = `SELECT pg_try_advisory_lock(${LOCK_ID}) AS taken`;
const UNLOCK = `SELECT pg_advisory_unlock(${LOCK_ID}) AS taken`;

const lockName = (kind: 'worker' | 'key', name: string) => `${kind}:${name}`;

/** How the connection is called in pg_stat_activity, where a worker that hangs is ended by it. */
export const applicationName = (workerId: string) => `evenkeel-worker ${workerId}`.slice(0, 63);
