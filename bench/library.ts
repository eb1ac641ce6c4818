import pg from 'pg';
import { createConnection } from '@/lib/connections/commands';
import { SYSTEM } from './measure';

/** A library database beside ours, on the benchmark's own server, with an empty table of fragrances. */
export async function makeLibrary(ours: string): Promise<{ library: pg.Client; url: URL }> {
  const url = new URL(ours);
  url.pathname = '/library';
  process.env.OUTBOUND_ALLOW = url.host;
  const admin = new pg.Client({ connectionString: ours });
  await admin.connect();
  await admin.query('CREATE DATABASE library');
  await admin.end();
  const library = new pg.Client({ connectionString: url.toString() });
  await library.connect();
  await library.query(`CREATE TABLE fragrances (fragrance_id serial PRIMARY KEY, name varchar(150),
    description varchar(1024), cost numeric, forbidden boolean)`);
  return { library, url };
}

/** Our connection to it. Returns its id. */
export async function connectLibrary(url: URL): Promise<string> {
  const { id } = await createConnection({
    actor: SYSTEM,
    kind: 'library',
    name: 'Library',
    baseUrl: `postgresql://${url.host}${url.pathname}`,
    account: decodeURIComponent(url.username),
    secret: decodeURIComponent(url.password) || 'none',
  });
  return id;
}

/** A sync of all its columns, without rules. */
export const FRAGRANCES = `sync: fragrances
source: CMS
key: fragrance_id
target: { connection: Library, table: public.fragrances, key: fragrance_id }
fields: { name: {}, description: {}, cost: {}, forbidden: {} }
`;
