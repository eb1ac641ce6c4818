import { randomBytes } from 'node:crypto';
import { freePort } from '../scripts/postgres/server';
import { buildIfOlder } from '../scripts/start/build';
import { startChild } from '../scripts/start/child';
import { untilWebAnswers, webCommand } from '../scripts/start/web';

/** A web server of the built console on this database, as machines in production run it. */
export async function serveWeb(databaseUrl: string): Promise<{ url: string; stop(): Promise<void> }> {
  process.env.API_TOKEN ??= randomBytes(24).toString('hex');
  await buildIfOlder();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const command = webCommand({ host: '127.0.0.1', port, isDev: false });
  const web = startChild({
    ...command,
    env: {
      ...command.env,
      DATABASE_URL: databaseUrl,
      NEXTAUTH_URL: url,
      PUBLIC_URL: url,
      LOG_LEVEL: 'error',
      RATE_LIMIT_PER_MINUTE: '10000000',
    },
  });
  await untilWebAnswers(url, new AbortController().signal);
  return { url, stop: async () => void (await web.stop()) };
}
