import { Agent, request } from 'node:http';
import type pg from 'pg';
import { drainSender } from '@/lib/catalog/drain';
import { closeLibraries } from '@/lib/catalog/library';
import { closeDatabase, database } from '@/lib/core/db';
import { createSender } from '@/lib/deliveries/senders.commands';
import { connectLibrary, FRAGRANCES, makeLibrary } from './library';
import { round2, SYSTEM } from './measure';
import { serveWeb } from './serve';

const AT_ONCE = 64;
const KEYS = 5_000;
const BATCH = 500;
const WARM = 5_000; // a server that has run for a while: its code is compiled by then

/**
 * What a CMS that posts as fast as it can gets done: acknowledged deliveries a second against a route of the same
 * server that does nothing (`/api/health/live`), in turns; then how fast they reach the library, against a bare loop of
 * the same UPDATEs, as many rows at once. Goals: at least 0.8 of the one, within 5 times of the other.
 */
export async function run(deliveries = 20_000): Promise<void> {
  process.env.PUBLIC_URL = 'http://127.0.0.1:3000';
  const ours = process.env.DATABASE_URL ?? '';
  const { library, url } = await makeLibrary(ours);
  const web = await serveWeb(ours);
  try {
    const { senderId, path } = await fill(library, url);
    await postAll(web.url, path, WARM);
    await postAll(web.url, '/api/health/live', WARM, 'GET');
    const half = Math.ceil(deliveries / 2);
    const rounds: { posted: Rate; empty: Rate }[] = [];
    for (const _ of [1, 2]) {
      rounds.push({
        posted: await postAll(web.url, path, half),
        empty: await postAll(web.url, '/api/health/live', half, 'GET'),
      });
    }
    const rate = (which: 'posted' | 'empty') =>
      rounds.reduce((sum, round) => sum + round[which].perSecond, 0) / rounds.length;
    console.log(
      JSON.stringify({
        bench: 'webhooks',
        case: `${deliveries} deliveries, ${AT_ONCE} at once`,
        ratio: round2(rate('posted') / rate('empty')),
        acknowledged_per_second: Math.round(rate('posted')),
        empty_per_second: Math.round(rate('empty')),
        p99_ms: Math.max(...rounds.map(({ posted }) => posted.p99)),
        p99_ms_empty: Math.max(...rounds.map(({ empty }) => empty.p99)),
      }),
    );
    await timeDrain(library, senderId);
  } finally {
    await web.stop();
    await closeLibraries();
    await library.end();
    await closeDatabase();
  }
}

async function fill(library: pg.Client, url: URL) {
  await library.query(
    `INSERT INTO fragrances SELECT i, 'Fragrance ' || i, 'An amber note', i, false FROM generate_series(1, $1) i`,
    [KEYS],
  );
  const libraryId = await connectLibrary(url);
  const sender = { name: 'CMS', baseUrl: 'http://127.0.0.1:9090', keyField: 'fragrance_id' };
  const { connectionId: senderId, endpoint } = await createSender({ actor: SYSTEM, ...sender });
  await database().syncDefinition.create({
    data: {
      slug: 'fragrances',
      title: 'Fragrances',
      senderId,
      libraryId,
      version: 1,
      versions: {
        create: { version: 1, yaml: FRAGRANCES, note: 'bench', savedAt: new Date(), savedBy: 'bench' },
      },
    },
  });
  await drainSender(senderId); // takes the library as it is, once
  const { pathname, search } = new URL(endpoint);
  return { senderId, path: `${pathname}${search}` };
}

type Rate = { perSecond: number; p99: number };

/** So many calls, so many at once over connections that stay open; every one must be taken. */
async function postAll(url: string, path: string, count: number, method = 'POST'): Promise<Rate> {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const times: number[] = [];
  let next = 0;
  const started = performance.now();
  const worker = async () => {
    while (next < count) {
      const at = next++;
      const began = performance.now();
      await send(agent, new URL(path, url), method, at);
      times.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const seconds = (performance.now() - started) / 1_000;
  agent.destroy();
  times.sort((one, other) => one - other);
  return { perSecond: count / seconds, p99: round2(times[Math.floor(count * 0.99)] ?? 0) };
}

function send(agent: Agent, url: URL, method: string, at: number): Promise<void> {
  const body = JSON.stringify({
    fragrance_id: (at % KEYS) + 1,
    description: `Changed ${at}, with vetiver and a note of rain`,
    cost: (at % 900) + 0.25,
  });
  const headers = method === 'POST' ? { 'content-type': 'application/json' } : {};
  return new Promise((done, failed) => {
    const call = request(url, { agent, method, headers }, (answer) => {
      answer.resume();
      answer.once('end', () =>
        (answer.statusCode ?? 500) < 300
          ? done()
          : failed(new Error(`${url.pathname} answered ${answer.statusCode}`)),
      );
    });
    call.once('error', failed);
    call.end(method === 'POST' ? body : undefined);
  });
}

async function timeDrain(library: pg.Client, senderId: string): Promise<void> {
  const pending = await database().delivery.count({ where: { senderId, state: 'pending' } });
  const started = performance.now();
  const counts = await drainSender(senderId);
  const drained = (performance.now() - started) / 1_000;
  if (counts.deliveries !== pending) throw new Error(`${counts.deliveries} of ${pending} were drained`);
  const bare = await timeBare(library, senderId);
  console.log(
    JSON.stringify({
      bench: 'webhooks',
      case: `drain of ${pending} deliveries over ${KEYS} records`,
      ratio: round2(drained / bare),
      per_second: Math.round(pending / drained),
      bare_per_second: Math.round(pending / bare),
    }),
  );
}

/** The same changes, as many to a statement, with nothing kept of them. Returns seconds. */
async function timeBare(library: pg.Client, senderId: string): Promise<number> {
  const stored = await database().delivery.findMany({ where: { senderId }, orderBy: { id: 'asc' } });
  const bodies = stored.map(({ body }) => JSON.parse(Buffer.from(body).toString('utf8')));
  const started = performance.now();
  for (let from = 0; from < bodies.length; from += BATCH) {
    const part = bodies.slice(from, from + BATCH);
    await library.query(
      `UPDATE fragrances f SET description = v.description, cost = v.cost
         FROM unnest($1::int[], $2::text[], $3::numeric[]) AS v(id, description, cost) WHERE f.fragrance_id = v.id`,
      [
        part.map((body) => body.fragrance_id),
        part.map((body) => body.description),
        part.map((body) => body.cost),
      ],
    );
  }
  return (performance.now() - started) / 1_000;
}
