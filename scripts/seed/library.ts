import pg from 'pg';
import { fragrances } from '@/lib/sandbox/cms/fragrances';
import { runOn, withDatabase } from '../postgres/databases';

/** The library of the made-up company: a database of its own on the embedded server, with an account that may do no more. */
export type Library = { address: string; account: string; password: string };

const NAME = 'library';
const ACCOUNT = 'evenkeel_library';

/** Makes what is missing: database, account, table, and the CMS's own records as its beginning. What is there stays. */
export async function makeLibrary(serverUrl: string, password: string, name = NAME): Promise<Library> {
  await makeAccount(serverUrl, password);
  await makeDatabase(serverUrl, name);
  await fill(withDatabase(serverUrl, name));
  const { host } = new URL(serverUrl);
  return { address: `postgresql://${host}/${name}`, account: ACCOUNT, password };
}

async function makeAccount(serverUrl: string, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [ACCOUNT]);
    const deed = rowCount === 0 ? 'CREATE' : 'ALTER';
    await client.query(`${deed} ROLE ${ACCOUNT} LOGIN PASSWORD ${pg.escapeLiteral(password)}`);
  } finally {
    await client.end();
  }
}

async function makeDatabase(serverUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  const { rowCount } = await client
    .query('SELECT FROM pg_database WHERE datname = $1', [name])
    .finally(() => client.end());
  if (rowCount === 0) await runOn(serverUrl, `CREATE DATABASE ${pg.escapeIdentifier(name)}`);
}

/** As the company's own service has it. */
const TABLE = `
  CREATE TABLE IF NOT EXISTS fragrances (
    fragrance_id serial PRIMARY KEY, name varchar(150), description varchar(1024), cost numeric, forbidden boolean);
  GRANT SELECT, INSERT, UPDATE, DELETE ON fragrances TO ${ACCOUNT};
  GRANT USAGE ON SEQUENCE fragrances_fragrance_id_seq TO ${ACCOUNT};`;

async function fill(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query(TABLE);
    await client.query(
      `INSERT INTO fragrances SELECT r.* FROM jsonb_to_recordset($1::jsonb)
         AS r(fragrance_id int, name text, description text, cost numeric, forbidden boolean)
       WHERE NOT EXISTS (SELECT FROM fragrances)`,
      [JSON.stringify(fragrances())],
    );
    await client.query(
      `SELECT setval('fragrances_fragrance_id_seq', (SELECT max(fragrance_id) FROM fragrances))`,
    );
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}
