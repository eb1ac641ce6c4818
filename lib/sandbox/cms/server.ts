/**
 * The bare CMS: POST and DELETE /listener are all it knows. It posts changed fields, once, unsigned, to the one listener
 * that it keeps in memory, and forgets it when it is started anew. `/sandbox/…` is what tests and people move it by.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Pool } from 'pg';
import { AppError, messageOf } from '@/lib/core/errors';
import { isRecord, readNumber, readText } from '../read';
import { listen, readJson, sendJson } from '../serve';
import { Editors } from './editors';
import { Mouth } from './listener';
import { listRecords, prepareCms } from './tables';

export type CmsSandbox = {
  url: string;
  port: number;
  /** So many changes, of so many a second, when the last one was answered. */
  storm(changes: number, perSecond: number): Promise<{ changes: number; acknowledged: number }>;
  close(): Promise<void>;
};

type CmsOptions = { databaseUrl: string; port?: number; host?: string };

export async function startCmsSandbox({
  databaseUrl,
  port,
  host = '127.0.0.1',
}: CmsOptions): Promise<CmsSandbox> {
  const pool = new Pool({ connectionString: databaseUrl, max: 8 });
  pool.on('error', () => undefined); // an idle connection that the database ends is opened again at the next query
  try {
    await prepareCms(pool);
    const mouth = new Mouth();
    const editors = await Editors.open(pool, mouth);
    const server = createServer(
      (request, response) => void serve({ pool, mouth, editors }, request, response),
    );
    const bound = await listen(server, port ?? 0, host);
    return {
      url: `http://${host}:${bound}`,
      port: bound,
      storm: (changes, perSecond) => editors.storm(changes, perSecond),
      close: async () => {
        editors.close();
        server.closeAllConnections();
        await new Promise<void>((done) => server.close(() => done()));
        await mouth.silence();
        await pool.end();
      },
    };
  } catch (error) {
    await pool.end();
    throw error;
  }
}

type Desk = { pool: Pool; mouth: Mouth; editors: Editors };

async function serve(desk: Desk, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const { pathname } = new URL(request.url ?? '/', 'http://sandbox');
    const answer = await answerTo(desk, `${request.method} ${pathname}`, await readJson(request));
    sendJson(response, 200, answer);
  } catch (error) {
    const status = error instanceof AppError ? error.status : 500;
    sendJson(response, status, { error: messageOf(error) });
  }
}

async function answerTo(desk: Desk, call: string, body: unknown): Promise<unknown> {
  const given = isRecord(body) ? body : {};
  switch (call) {
    case 'POST /listener':
      desk.mouth.listener = readListener(given);
      return { status: 'ok' };
    case 'DELETE /listener':
      desk.mouth.listener = null;
      return { status: 'ok' };
    case 'GET /sandbox/state':
      return stateOf(desk);
    case 'GET /sandbox/records':
      return { records: await listRecords(desk.pool) };
    case 'PUT /sandbox/pace':
      return desk.editors.set(given);
    case 'POST /sandbox/storm':
      return desk.editors.storm(countIn(given, 'changes'), countIn(given, 'perSecond'));
    case 'POST /sandbox/edit':
      return desk.editors.edit(readNumber(given.id) ?? 0, isRecord(given.change) ? given.change : {});
    case 'POST /sandbox/restart':
      // What a restart does to it, for who cannot restart the process: the listener is forgotten.
      desk.mouth.listener = null;
      return stateOf(desk);
    default:
      throw new AppError('not_found', `There is nothing at ${call}.`);
  }
}

async function stateOf({ pool, mouth, editors }: Desk) {
  const { length } = await listRecords(pool);
  return { records: length, isAttached: mouth.listener !== null, posts: mouth.posts, pace: editors.pace };
}

function readListener(given: Record<string, unknown>) {
  const [host, port, endpoint] = [readText(given.host), readNumber(given.port), readText(given.endpoint)];
  if (host === undefined || port === undefined || endpoint === undefined) {
    throw new AppError('malformed', 'host, port and endpoint are needed');
  }
  return { host, port, endpoint };
}

function countIn(given: Record<string, unknown>, name: string): number {
  const count = readNumber(given[name]);
  if (count !== undefined && count >= 1 && count <= 1_000_000) return Math.floor(count);
  throw new AppError('malformed', `${name} must be between 1 and 1000000`);
}
