import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { env } from '@/lib/core/env';

/** A connection of its own for as long as an upload takes, so that uploads never use up the pool. */
export async function connectForCopy(): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: env().DATABASE_URL,
    application_name: 'evenkeel-import',
    options: '-c timezone=UTC',
  });
  client.on('error', () => undefined); // a cut connection also fails what is under way, which tells
  await client.connect();
  return client;
}

export type CopyTarget = {
  /** Resolves when more may come; `onSent` is called when nothing holds the bytes any more. */
  write(bytes: Buffer, onSent?: () => void): Promise<void>;
  end(): Promise<void>;
};

const BUFFERED = 4 << 20;

/** Opens `COPY … FROM STDIN`; what comes faster than PostgreSQL takes it waits. */
export function openCopy(client: pg.Client, sql: string): CopyTarget {
  const stream = client.query(copyFrom(sql, { highWaterMark: BUFFERED }));
  const done = finished(stream);
  done.catch(() => undefined); // heard in write and end
  return {
    async write(bytes, onSent) {
      if (bytes.length === 0 || stream.write(bytes, (error) => error ?? onSent?.())) return;
      const drained = once(stream, 'drain');
      drained.catch(() => undefined); // `done` tells the same
      await Promise.race([drained, done]);
    },
    async end() {
      stream.end();
      await done;
    },
  };
}
