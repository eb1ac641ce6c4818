import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { connect as connectTo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { database } from '@/lib/core/db';
import { generator, hash } from '@/lib/sandbox/random';
import { migrate } from '../migrate';
import { freePort, startPostgres } from '../postgres/server';
import { SERVER_CODE, startChild } from '../start/child';
import { postAll } from './poster';
import { prepare } from './prepare';
import { verify } from './verify';
import { serveWeb } from './web';

/** How much of it; `npm test` runs a short one. */
export type Size = {
  deliveries: number;
  records: number;
  workerKills: number;
  webKills: number;
  awaySeconds: number;
};
export const WHOLE: Size = {
  deliveries: 100_000,
  records: 5_000,
  workerKills: 20,
  webKills: 5,
  awaySeconds: 60,
};

/**
 * A library is kept true while everything goes wrong: repeats, A→B→A, malformed and oversized bodies, the worker and the
 * web server killed, the library's database away, somebody else writing to it. Then every acknowledged delivery must be
 * in exactly one end state, each key's order kept, and the library right. Throws with what is not.
 */
export async function runCatalogCampaign(
  seed: number,
  size: Size,
  say: (line: string) => void,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-campaign-'));
  chmodSync(folder, 0o711); // under root the servers run as nobody, who must be able to pass through
  const ours = await startPostgres({ dataDir: join(folder, 'ours') });
  const theirs = await startPostgres({ dataDir: join(folder, 'theirs') });
  const gate = await openGate(new URL(theirs.url));
  const random = generator(hash('campaign', seed));
  Object.assign(process.env, {
    DATABASE_URL: ours.url,
    SEAL_KEY: randomBytes(32).toString('base64'),
    API_TOKEN: randomBytes(24).toString('hex'),
    OUTBOUND_ALLOW: `127.0.0.1:${gate.port}`,
    LOG_LEVEL: 'error',
    SANDBOX: 'off',
  });
  const workers = keep(() => startChild({ name: 'worker', args: [...SERVER_CODE, 'scripts/worker.ts'] }));
  const port = await freePort();
  const webs = keep(() => serveWeb(port));
  const library = new pg.Client({ connectionString: theirs.url });
  try {
    await migrate(ours.url);
    await library.connect();
    const world = await prepare(library, {
      records: size.records,
      url: new URL(theirs.url),
      port: gate.port,
    });
    webs.start();
    workers.start();
    await webs.ready(port);
    await untilBaseline(world.definitionId);
    const editing = editByHand(library, size.records, random);
    const trouble = makeTrouble({ workers, webs, gate }, size, random, say);
    const posted = await postAll({ ...world, base: `http://127.0.0.1:${port}`, seed, size, say });
    await trouble.stop();
    const edited = await editing.stop();
    webs.start();
    workers.start();
    say(`${posted.acknowledged.length} of ${posted.sent} posts were acknowledged; ${edited} edits by hand`);
    await verify({ ...world, library, posted, records: size.records, say });
  } finally {
    await Promise.all([workers.end(), webs.end()]);
    await library.end().catch(() => undefined);
    gate.close();
    await ours.stop();
    await theirs.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the library holds when it is first read is what is agreed: nobody may edit it before. */
async function untilBaseline(definitionId: string): Promise<void> {
  for (let left = 300; left > 0; left -= 1) {
    const { baselineAt } = await database().syncDefinition.findUniqueOrThrow({ where: { id: definitionId } });
    if (baselineAt) return;
    await pause(200);
  }
  throw new Error('no worker has read the library');
}

type Process = { kill(): void; stop(graceMs?: number): Promise<void> };
type Kept = {
  start(): void;
  kill(): void;
  end(): Promise<void>;
  ready(port: number): Promise<void>;
};

/** One process at a time: started where none runs, killed without a word. */
function keep(make: () => Process): Kept {
  let current: Process | null = null;
  return {
    start() {
      current ??= make();
    },
    kill() {
      current?.kill();
      current = null;
    },
    async end() {
      await current?.stop();
      current = null;
    },
    async ready(port) {
      for (let left = 600; left > 0; left -= 1) {
        const answer = await fetch(`http://127.0.0.1:${port}/api/health/live`).catch(() => null);
        if (answer?.ok) return;
        await pause(200);
      }
      throw new Error('the web server does not answer');
    },
  };
}

const pause = (ms: number) => new Promise<void>((later) => setTimeout(later, ms));

type Gate = { port: number; shut(): void; open(): Promise<void>; close(): void };

/** A door before the library's database, so that it can be away and come back at the same address. */
async function openGate(target: URL): Promise<Gate> {
  const sockets = new Set<Socket>();
  const port = await freePort();
  const make = () =>
    createServer((from) => {
      const to = connectTo(Number(target.port), target.hostname);
      for (const [one, other] of [
        [from, to],
        [to, from],
      ] as const) {
        sockets.add(one);
        one.on('error', () => other.destroy());
        one.on('close', () => sockets.delete(one));
        one.pipe(other);
      }
    });
  let server = make();
  const listen = () => new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  const shut = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  await listen();
  return {
    port,
    shut,
    open: async () => {
      server = make();
      await listen();
    },
    close: shut,
  };
}

/** Somebody else writes costs into the library, about ten a second. Returns how many when it is told to stop. */
function editByHand(library: pg.Client, records: number, random: () => number) {
  let edits = 0;
  let isOver = false;
  const over = (async () => {
    while (!isOver) {
      const key = 1 + Math.floor(random() * records);
      await library.query('UPDATE fragrances SET cost = $2 WHERE fragrance_id = $1', [key, 5_000 + edits]);
      edits += 1;
      await pause(100);
    }
  })();
  return {
    stop: async () => {
      isOver = true;
      await over;
      return edits;
    },
  };
}

/** Kills and shuts while posts go on, spread evenly; what is left of it is done at the end. */
function makeTrouble(
  { workers, webs, gate }: { workers: Kept; webs: Kept; gate: Gate },
  size: Size,
  random: () => number,
  say: (line: string) => void,
) {
  let isOver = false;
  const killWorker = async (at: number) => {
    workers.kill();
    say(`worker killed (${at} of ${size.workerKills})`);
    workers.start();
  };
  const killWeb = async (at: number) => {
    webs.kill();
    say(`web server killed (${at} of ${size.webKills})`);
    await pause(500);
    webs.start();
  };
  const sendAway = async () => {
    gate.shut();
    say(`the library is away for ${size.awaySeconds} s`);
    await pause(size.awaySeconds * 1_000);
    await gate.open();
  };
  const times = (count: number, deed: (at: number) => Promise<void>) =>
    Array.from({ length: count }, (_, at) => ({ at: (at + 1) / (count + 1), deed: () => deed(at + 1) }));
  const deeds = [
    ...times(size.workerKills, killWorker),
    ...times(size.webKills, killWeb),
    { at: 0.4, deed: sendAway },
  ].sort((one, other) => one.at - other.at);
  const over = (async () => {
    for (const { deed } of deeds) {
      if (!isOver) await pause(2_000 + random() * 3_000);
      await deed();
    }
  })();
  return {
    stop: async () => {
      isOver = true;
      await over;
    },
  };
}
