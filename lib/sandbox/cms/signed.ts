/**
 * A second sender, of the better kind: it signs by Standard Webhooks, with ids and times, and its records can be read, as a
 * JSON list with `updated_since` and pages. In memory; for tests.
 */
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { listen, sendJson } from '../serve';
import type { Fields } from './fragrances';

export type SignedSandbox = {
  url: string;
  /** How often its list was asked for a page. */
  pages: number;
  /** The Authorization header without which its list is not given; null: it is for all. */
  wants: string | null;
  /** Sets fields of a record at a time; tells nobody. */
  set(id: number, fields: Fields, at: Date): void;
  /** Posts a record as it stands, signed; its answer's status. The same message may be sent again. */
  send(to: { endpoint: string; secret: string; messageId: string; id: number }): Promise<number>;
  close(): Promise<void>;
};

export async function startSignedSandbox(): Promise<SignedSandbox> {
  const records = new Map<number, Fields & { updated_at: string }>();
  const sandbox: Pick<SignedSandbox, 'pages' | 'wants'> = { pages: 0, wants: null };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://sandbox');
    if (url.pathname !== '/records') return sendJson(response, 404, { error: 'nothing here' });
    if (sandbox.wants !== null && request.headers.authorization !== sandbox.wants)
      return sendJson(response, 401, { error: 'not for you' });
    sandbox.pages += 1;
    const since = Date.parse(url.searchParams.get('updated_since') ?? '') || 0;
    const [page, limit] = ['page', 'limit'].map((name) => Number(url.searchParams.get(name) ?? 1));
    const found = [...records.entries()]
      .filter(([, { updated_at }]) => Date.parse(updated_at) >= since)
      .sort(([a], [b]) => a - b)
      .map(([id, fields]) => ({ id, ...fields }));
    const size = limit ?? 1;
    const start = ((page ?? 1) - 1) * size;
    return sendJson(response, 200, { data: { items: found.slice(start, start + size) } });
  });
  const port = await listen(server, 0, '127.0.0.1');
  return Object.assign(sandbox, {
    url: `http://127.0.0.1:${port}`,
    set: (id: number, fields: Fields, at: Date) => {
      records.set(id, { ...records.get(id), ...fields, updated_at: at.toISOString() });
    },
    send: async ({ endpoint, secret, messageId, id }: Parameters<SignedSandbox['send']>[0]) => {
      const body = JSON.stringify({ id, ...records.get(id) });
      const timestamp = String(Math.floor(Date.now() / 1000));
      const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
      const signature = createHmac('sha256', key)
        .update(`${messageId}.${timestamp}.${body}`)
        .digest('base64');
      const headers = {
        'content-type': 'application/json',
        'webhook-id': messageId,
        'webhook-timestamp': timestamp,
        'webhook-signature': `v1,${signature}`,
      };
      return (await fetch(endpoint, { method: 'POST', headers, body })).status;
    },
    close: () =>
      new Promise<void>((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  });
}
