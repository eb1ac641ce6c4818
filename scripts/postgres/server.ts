import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  realpathSync,
  statfsSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { AppError, messageOf } from '@/lib/core/errors';
import { type Binaries, findBinaries } from './binaries';
import { initialise, NAME, readKept, writeKept } from './initialise';
import { disownPostmaster, isAlive, isServerOf, readPostmaster, untilGone } from './pidfile';
import { giveTo, type ServerUser, serverUserFor } from './user';

export type EmbeddedServer = {
  /** postgres://… of the database `evenkeel`, for its superuser. */
  url: string;
  /** True when a server left behind by a start that died was taken over. */
  adopted: boolean;
  pid: number;
  /** A fast, clean shutdown; returns when the process is gone. */
  stop(): Promise<void>;
};

const START_MS = 120_000;
const LOG_BYTES = 20_000_000;

/**
 * Starts the embedded PostgreSQL over `dataDir`, making it when it is not there. A server that lives on from a
 * start that was killed is adopted; a stale postmaster.pid is removed. `fast` gives up safety on power loss, for tests.
 */
export async function startPostgres(options: { dataDir: string; fast?: boolean }): Promise<EmbeddedServer> {
  const dataDir = resolve(options.dataDir);
  const user = serverUserFor(dataDir);
  const adopted = await adopt(dataDir);
  if (adopted) return adopted;

  const binaries = findBinaries(user);
  if (!existsSync(join(dataDir, 'PG_VERSION'))) initialise(dataDir, binaries, user);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await launch({ dataDir, user, binaries, fast: options.fast ?? false });
    } catch (error) {
      // A port taken between finding and using it, or the last children of a killed server still leaving.
      if (!/could not bind|still in use/i.test(messageOf(error)) || attempt === 5) throw error;
      await new Promise((later) => setTimeout(later, 200));
    }
  }
}

async function adopt(dataDir: string): Promise<EmbeddedServer | null> {
  const postmaster = readPostmaster(dataDir);
  if (!postmaster) return null;
  if (!isServerOf(postmaster.pid, dataDir)) {
    disownPostmaster(dataDir);
    return null;
  }
  const { password } = readKept(dataDir);
  const url = urlFor(postmaster.port, password);
  const isUp = await untilAnswers(url, () => isAlive(postmaster.pid));
  if (!isUp) return null;
  const client = new pg.Client({ connectionString: adminUrl(url) });
  await client.connect();
  const answer = await client
    .query<{ data_directory: string }>('SHOW data_directory')
    .finally(() => client.end());
  const theirs = answer.rows[0]?.data_directory ?? '';
  if (realpathSync(theirs) !== realpathSync(dataDir)) {
    throw new AppError(
      'unavailable',
      `Port ${postmaster.port} is served by a database over ${theirs}, not ${dataDir}.`,
    );
  }
  await makeDatabase(url);
  return { url, adopted: true, pid: postmaster.pid, stop: () => stopServer(postmaster.pid) };
}

type Launch = { dataDir: string; user: ServerUser; binaries: Binaries; fast: boolean };

async function launch({ dataDir, user, binaries, fast }: Launch): Promise<EmbeddedServer> {
  const kept = readKept(dataDir);
  const port = await freePort(kept.port);
  if (port !== kept.port) writeKept(dataDir, { ...kept, port }, user);

  const logFile = join(dataDir, 'server.log');
  if (existsSync(logFile) && statSync(logFile).size > LOG_BYTES) truncateSync(logFile);
  const log = openSync(logFile, 'a', 0o600);
  giveTo(logFile, user);
  const logStart = statSync(logFile).size;
  // Its own process group: Ctrl-C reaches it only through stop(), after those who still use it.
  const server = spawn(binaries.postgres, ['-D', dataDir, ...settings(port, fast)], {
    ...user,
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log],
    env: { PATH: process.env.PATH, NODE_ENV: process.env.NODE_ENV, TZ: 'UTC' },
  });
  closeSync(log);
  server.unref();
  const failed = new Promise<string>((done) => server.once('error', (error) => done(error.message)));
  const { pid } = server;
  if (pid === undefined) throw new AppError('unavailable', `PostgreSQL did not start: ${await failed}`);

  const url = urlFor(port, kept.password);
  if (!(await untilAnswers(url, () => server.exitCode === null && server.signalCode === null))) {
    if (server.exitCode === null) await stopServer(pid);
    const said = readFileSync(logFile).subarray(logStart).toString().trim().split('\n').slice(-8).join('\n');
    throw new AppError('unavailable', `PostgreSQL did not start over ${dataDir}:\n${said}`);
  }
  await makeDatabase(url);
  return { url, adopted: false, pid, stop: () => stopServer(pid) };
}

function settings(port: number, fast: boolean): string[] {
  const values: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: '256MB',
    max_wal_size: '2GB',
    log_checkpoints: 'off',
    ...(hasSmallSharedMemory() ? { dynamic_shared_memory_type: 'mmap' } : {}),
    ...(fast ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** Containers have 64 MB of /dev/shm unless told otherwise, and a parallel query needs more. */
function hasSmallSharedMemory(): boolean {
  if (!existsSync('/dev/shm')) return false;
  const { blocks, bsize } = statfsSync('/dev/shm');
  return blocks * bsize < 256 * 1024 * 1024;
}

/** Waits until the server answers; false when it died or took too long. A start after a crash replays its log first. */
async function untilAnswers(url: string, isRunning: () => boolean): Promise<boolean> {
  const end = Date.now() + START_MS;
  while (Date.now() < end && isRunning()) {
    const client = new pg.Client({ connectionString: adminUrl(url), connectionTimeoutMillis: 5000 });
    // A server that stops meanwhile cuts the connection outside any query.
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('SELECT 1');
      return true;
    } catch (error) {
      if (/password authentication failed/.test(messageOf(error))) {
        throw new AppError('misconfigured', 'The kept password does not open the embedded database.', {
          cause: error,
        });
      }
      await new Promise((done) => setTimeout(done, 25));
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  return false;
}

async function makeDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl(url) });
  await client.connect();
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [NAME]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${NAME}`);
  } finally {
    await client.end();
  }
}

async function stopServer(pid: number): Promise<void> {
  // SIGINT: no new work, open transactions rolled back, all written; SIGQUIT leaves the rest to recovery.
  for (const [signal, milliseconds] of [
    ['SIGINT', 30_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const) {
    if (!isAlive(pid)) return;
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    if (await untilGone(pid, milliseconds)) return;
  }
}

/** `wanted` when it is free, else any free port. */
export function freePort(wanted = 0): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', (error) => (wanted === 0 ? fail(error) : done(freePort())));
    probe.listen({ port: wanted, host: '127.0.0.1', exclusive: true }, () => {
      const address = probe.address();
      const port = address && typeof address === 'object' ? address.port : 0;
      probe.close(() => done(port));
    });
  });
}

export function urlFor(port: number, password: string): string {
  return `postgres://${NAME}:${password}@127.0.0.1:${port}/${NAME}`;
}

/** The same server's maintenance database. */
function adminUrl(url: string): string {
  const admin = new URL(url);
  admin.pathname = '/postgres';
  return admin.toString();
}
