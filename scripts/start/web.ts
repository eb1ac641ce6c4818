import { createServer } from 'node:net';
import { pathToFileURL } from 'node:url';
import { withDeadline } from '@/lib/core/deadline';
import { AppError } from '@/lib/core/errors';
import { NEXT } from './build';
import type { Command } from './child';
import { ROOT } from './state';

const DOOR = pathToFileURL(`${ROOT}/scripts/start/door.mjs`).href;
const READY_MS = 120_000;
const ANSWER_MS = 30_000;

export function webCommand(options: { host: string; port: number; isDev: boolean }): Command {
  const { host, port, isDev } = options;
  return {
    name: 'web',
    args: ['--import', DOOR, NEXT, isDev ? 'dev' : 'start', '--hostname', host, '--port', String(port)],
    env: { NODE_ENV: isDev ? 'development' : 'production', PORT: String(port), HOST: host },
  };
}

/** Where this machine itself reaches the web server. */
export function localUrl(host: string, port: number): string {
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

/** Refuses a port that somebody else has, before anything is built or migrated for it. */
export async function refuseTakenPort(host: string, port: number): Promise<void> {
  await new Promise<void>((done, failed) => {
    const probe = createServer();
    probe.once('error', (cause) => {
      const message = `The web server cannot listen at ${host}:${port} (${cause.message}). Choose another with PORT or HOST.`;
      failed(new AppError('misconfigured', message, { cause }));
    });
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => done()));
  });
}

/** Waits until the web server answers at all; what it answers is for its health page to say. */
export async function untilWebAnswers(url: string, signal: AbortSignal): Promise<void> {
  const end = Date.now() + READY_MS;
  while (!signal.aborted) {
    const answered = await withDeadline({ ms: ANSWER_MS, signal }, async (deadline) =>
      (await fetch(`${url}/api/health`, { signal: deadline })).arrayBuffer(),
    ).catch(() => null);
    if (answered) return;
    if (Date.now() > end) throw new AppError('unavailable', `The web server does not answer at ${url}.`);
    await new Promise((later) => setTimeout(later, 100));
  }
}
