import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { APIRequestContext } from '@playwright/test';
import pg from 'pg';
import { z } from 'zod';
import { enableDefinitionContract, saveDefinitionContract } from '@/lib/contracts/catalog';
import { createConnectionContract } from '@/lib/contracts/connections';
import { attachSenderContract, createSenderContract } from '@/lib/contracts/deliveries';
import { readKept } from '@/scripts/postgres/initialise';
import { readPostmaster } from '@/scripts/postgres/pidfile';
import { findDataDir } from '@/scripts/postgres/user';
import { ownApplication } from './application';
import { call, expect, freshName } from './fixtures';

/** A catalogue of a test's own: a bare CMS that posts, a library database that it may edit by hand, and their sync. */

const listener = z.object({ host: z.string(), port: z.number(), endpoint: z.string() });

/** A CMS as `../shared/facts/webhooks.md` has it: one listener, kept in memory; it posts once and never again. */
export async function startCms(api: APIRequestContext) {
  let attached: z.infer<typeof listener> | null = null;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const isListener = request.url === '/listener';
      if (isListener && request.method === 'POST') {
        attached = listener.parse(JSON.parse(Buffer.concat(parts).toString()));
      }
      if (isListener && request.method === 'DELETE') attached = null;
      response.writeHead(isListener ? 200 : 404, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((done) => server.listen(0, done));
  const address: AddressInfo | string | null = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://localhost:${port}`, // which the application under test may call
    listener: () => attached,
    post: async (data: object) => {
      expect(attached, 'the CMS has a listener').not.toBeNull();
      const answer = await api.post(`${attached?.host}:${attached?.port}${attached?.endpoint}`, { data });
      expect(answer.status(), await answer.text()).toBe(202);
    },
    stop: () => new Promise<void>((done) => server.close(() => done())),
  };
}

/** The server of the application under test; its own database is `evenkeel`. */
function serverUrl(database: string): URL {
  const dataDir = findDataDir(ownApplication().own?.home ?? '') ?? '';
  const port = readPostmaster(dataDir)?.port;
  return new URL(`postgresql://evenkeel:${readKept(dataDir).password}@127.0.0.1:${port}/${database}`);
}

const ask = async (url: URL, text: string, values: unknown[] = []) => {
  const client = new pg.Client({ connectionString: url.toString() });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text, values)).rows;
  } finally {
    await client.end();
  }
};

const TABLE = `CREATE TABLE fragrances (fragrance_id serial PRIMARY KEY, name varchar(150), description varchar(1024),
  cost numeric, forbidden boolean)`;
const ROWS = `INSERT INTO fragrances (name, description, cost, forbidden)
  SELECT 'Fragrance ' || n, 'It smells of ' || n, 10, false FROM generate_series(1, 20) n`;

async function makeLibrary(): Promise<URL> {
  const name = freshName('library').replaceAll(/[^a-z0-9]/g, '_');
  await ask(serverUrl('postgres'), `CREATE DATABASE ${name}`);
  const url = serverUrl(name);
  await ask(url, TABLE);
  await ask(url, ROWS);
  return url;
}

const textOf = (names: {
  slug: string;
  title: string;
  source: string;
  library: string;
}) => `sync: ${names.slug}
title: ${names.title}
source: ${names.source}
key: fragrance_id
target: { connection: ${names.library}, table: public.fragrances, key: fragrance_id }
fields:
  name: { from: name, type: text, trim: true }
  description: { from: description, type: text }
  cost: { from: cost, type: number }
  forbidden: { from: forbidden, type: boolean, default: false }
quality: [cost-jump]
auto_heal: false
`;

/** A CMS that is attached, a library of twenty fragrances, and a sync between them that is switched on. */
export async function makeCatalogue(api: APIRequestContext) {
  const [cms, url] = [await startCms(api), await makeLibrary()];
  const [source, library, title] = [freshName('CMS'), freshName('Library'), freshName('Fragrances')];
  await call(api, createConnectionContract, {
    kind: 'library',
    name: library,
    baseUrl: `postgresql://${url.host}${url.pathname}`,
    account: url.username,
    secret: url.password,
  });
  const sender = await call(api, createSenderContract, {
    name: source,
    baseUrl: cms.url,
    keyField: 'fragrance_id',
  });
  await call(api, attachSenderContract, { id: sender.connectionId });
  const slug = title.toLowerCase().replaceAll(' ', '-');
  const yaml = textOf({ slug, title, source, library });
  const { id } = await call(api, saveDefinitionContract, { slug, yaml, baseVersion: 0, note: 'For a test' });
  await call(api, enableDefinitionContract, { slug, enabled: true });
  return {
    ...{ cms, slug, title, definitionId: id, senderId: sender.connectionId },
    inLibrary: (text: string, values: unknown[] = []) => ask(url, text, values),
    fragrance: async (id: number) =>
      (await ask(url, 'SELECT * FROM fragrances WHERE fragrance_id = $1', [id]))[0],
    /** The pauses between attempts grow to minutes: a test does not wait for them. */
    hurry: () =>
      ask(serverUrl('evenkeel'), 'UPDATE delivery_keys SET retry_at = NULL WHERE sender_id = $1', [
        sender.connectionId,
      ]),
  };
}

export type Catalogue = Awaited<ReturnType<typeof makeCatalogue>>;
