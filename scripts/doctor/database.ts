import pg from 'pg';
import { messageOf } from '@/lib/core/errors';
import {
  APPLIED_MIGRATIONS,
  type AppliedMigration,
  migrationsFolder,
  readMigrations,
  selectPending,
} from '@/lib/core/migrations';
import { type Finding, fail, judgeDatabaseClock, judgePending, judgeServer, type Server } from './judge';

const TIMEOUT_MS = 10_000;
const PROBE_LOCK = 72_707_370;

export type Examined = { findings: Finding[]; isUsable: boolean };

/** The server itself, before anything of ours is asked of it. `isUsable`: its tables are those of this version. */
export async function examineServer(url: string): Promise<Examined> {
  const client = clientFor(url);
  try {
    await client.connect();
  } catch (error) {
    const where = `${client.host}:${client.port}/${client.database ?? ''}`;
    const reason =
      error instanceof AggregateError ? error.errors.map(messageOf).join('; ') : messageOf(error);
    const todo =
      'See that PostgreSQL runs and that DATABASE_URL names its host, port, database, user and password.';
    return { findings: [fail('Database', `${where} does not answer: ${reason}`, todo)], isUsable: false };
  }
  try {
    const server = await readServer(client, url);
    const findings: Finding[] = [
      {
        check: 'Database',
        state: 'ok',
        found: `${client.host}:${client.port}/${client.database ?? ''} answers`,
      },
      ...judgeServer(server),
      judgeDatabaseClock(await readClock(client)),
    ];
    const { finding, isUsable } = await examineMigrations(client);
    return { findings: [...findings, finding], isUsable };
  } finally {
    await client.end();
  }
}

function clientFor(url: string): pg.Client {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: TIMEOUT_MS,
    application_name: 'evenkeel-doctor',
  });
  client.on('error', () => undefined); // a cut connection also fails the query under way, which tells it
  return client;
}

async function readServer(client: pg.Client, url: string): Promise<Server> {
  const answer = await client.query<Omit<Server, 'keepsSessions' | 'port'>>(`
    SELECT current_setting('server_version') AS version,
      has_database_privilege(current_database(), 'CREATE')
        AND COALESCE(has_schema_privilege(to_regnamespace('public')::oid, 'CREATE'), false) AS "mayCreate",
      EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm') AS "hasTrigrams"`);
  const [row] = answer.rows;
  const keepsSessions = await excludesOthers(client, url);
  return {
    version: row?.version ?? '',
    mayCreate: row?.mayCreate ?? false,
    hasTrigrams: row?.hasTrigrams ?? false,
    keepsSessions,
    port: client.port,
  };
}

/** A pooler that shares connections between statements hands both of us the same one, whose lock we then both have. */
async function excludesOthers(client: pg.Client, url: string): Promise<boolean> {
  const other = clientFor(url);
  await other.connect();
  try {
    const mine = await client.query<{ ok: boolean }>('SELECT pg_try_advisory_lock($1) AS ok', [PROBE_LOCK]);
    if (!mine.rows[0]?.ok) return true; // another doctor is at it
    const theirs = await other.query<{ ok: boolean }>('SELECT pg_try_advisory_lock($1) AS ok', [PROBE_LOCK]);
    return theirs.rows[0]?.ok === false;
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [PROBE_LOCK]);
    await other.end();
  }
}

/** The database's clock less ours, in milliseconds: what it said against the middle of asking. */
async function readClock(client: pg.Client): Promise<number> {
  const asked = Date.now();
  const answer = await client.query<{ at: string }>(
    'SELECT extract(epoch FROM clock_timestamp()) * 1000 AS at',
  );
  return Number(answer.rows[0]?.at) - (asked + Date.now()) / 2;
}

async function examineMigrations(client: pg.Client): Promise<{ finding: Finding; isUsable: boolean }> {
  const migrations = readMigrations(migrationsFolder());
  const table = await client.query<{ known: boolean }>(
    "SELECT to_regclass('_prisma_migrations') IS NOT NULL AS known",
  );
  try {
    const applied = table.rows[0]?.known
      ? (await client.query<AppliedMigration>(APPLIED_MIGRATIONS)).rows
      : [];
    const pending = selectPending(migrations, applied).map(({ name }) => name);
    return { finding: judgePending(pending, applied.length), isUsable: pending.length === 0 };
  } catch (error) {
    const [found = '', ...todo] = messageOf(error).split(/(?<=\.) /);
    return { finding: fail('Migrations', found, todo.join(' ')), isUsable: false };
  }
}
