import { relative } from 'node:path';
import { messageOf } from '@/lib/core/errors';
import { isServerOf } from '../postgres/pidfile';
import { type EmbeddedServer, startPostgres } from '../postgres/server';
import { chooseDataDir } from '../postgres/user';
import { say } from './lines';
import type { Shutdown } from './shutdown';
import { ROOT, stateDir } from './state';

const LOOK_MS = 2000;

export type Database = { url: string; where: string };

/** The embedded server, watched: when it dies it is started again on the same port. */
export async function startEmbeddedDatabase(shutdown: Shutdown): Promise<Database> {
  const { dataDir, isElsewhere } = chooseDataDir(stateDir());
  const where = isElsewhere ? dataDir : relative(ROOT, dataDir);
  if (isElsewhere) {
    say(
      'postgres',
      `PostgreSQL does not run as root, and others cannot enter ${stateDir()}: the data is in ${dataDir}`,
    );
  }
  let server = await startPostgres({ dataDir });
  say(
    'postgres',
    `${server.adopted ? 'Took over the PostgreSQL that an earlier start left' : 'PostgreSQL runs'} (${where})`,
  );

  let isLooking = false;
  const watch = setInterval(async () => {
    if (isLooking || isServerOf(server.pid, dataDir)) return;
    isLooking = true;
    server = await startAgain(server, dataDir);
    isLooking = false;
  }, LOOK_MS);
  shutdown.add({
    name: 'PostgreSQL',
    stop: () => {
      clearInterval(watch);
      return server.stop();
    },
  });
  return { url: server.url, where };
}

async function startAgain(dead: EmbeddedServer, dataDir: string): Promise<EmbeddedServer> {
  say('postgres', 'PostgreSQL ended unexpectedly; starting it again');
  try {
    return await startPostgres({ dataDir });
  } catch (error) {
    say('postgres', `It does not start: ${messageOf(error)}`);
    return dead;
  }
}
