import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { AppError, messageOf } from '@/lib/core/errors';
import {
  APPLIED_MIGRATIONS,
  type AppliedMigration,
  type Migration,
  readMigrations,
  selectPending,
} from '@/lib/core/migrations';

/** The lock that Prisma's CLI takes for the same work, so that the two exclude each other. */
const LOCK = 72_707_369;
const OLDEST = 14;

/** `_prisma_migrations` as Prisma's CLI makes it (schema-engine, sql-migration-connector). */
const TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

type Options = { folder?: string };

/**
 * Applies what `prisma/migrations` has and the database has not, in order, each in a transaction, under an
 * advisory lock over all machines. Throws `unavailable` when there is no usable server, `misconfigured` when the
 * database and the folder disagree (an edited, unfinished, unknown or failing migration).
 */
export async function migrate(databaseUrl: string, options: Options = {}): Promise<{ applied: string[] }> {
  const migrations = readMigrations(
    options.folder ?? join(import.meta.dirname, '..', 'prisma', 'migrations'),
  );
  const client = await connect(databaseUrl);
  try {
    await refuseOldServer(client);
    // Waits for whoever is migrating now; released with the connection.
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    await client.query('SET client_min_messages TO warning');
    await client.query(TABLE);
    const pending = selectPending(
      migrations,
      (await client.query<AppliedMigration>(APPLIED_MIGRATIONS)).rows,
    );
    for (const migration of pending) await apply(client, migration);
    return { applied: pending.map(({ name }) => name) };
  } finally {
    await client.end();
  }
}

/** A connection, or `unavailable` saying where there is no server (never with the password). */
async function connect(databaseUrl: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: 15_000,
    application_name: 'evenkeel-migrate',
  });
  client.on('error', () => undefined); // A cut connection also fails the query under way, which reports it.
  try {
    await client.connect();
    return client;
  } catch (cause) {
    const where = `${client.host}:${client.port}/${client.database ?? ''}`;
    throw new AppError(
      'unavailable',
      `No PostgreSQL answers at ${where} (DATABASE_URL): ${reasonOf(cause)}`,
      { cause },
    );
  }
}

/** Node reports a name with several addresses as an AggregateError without a message. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join('; ');
  return messageOf(error);
}

async function refuseOldServer(client: pg.Client): Promise<void> {
  const answer = await client.query<{ server_version: string }>('SHOW server_version');
  const version = answer.rows[0]?.server_version ?? '';
  if (Number.parseInt(version, 10) >= OLDEST) return;
  throw new AppError(
    'unavailable',
    `The PostgreSQL at ${client.host}:${client.port} is version ${version}; Evenkeel needs ${OLDEST} or newer.`,
  );
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  const startedAt = new Date();
  await client.query('BEGIN');
  try {
    await client.query(sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, $4, clock_timestamp(), 1)`,
      [randomUUID(), checksum, name, startedAt],
    );
    await client.query('COMMIT');
  } catch (cause) {
    await client.query('ROLLBACK').catch(() => undefined); // The first error is the one to tell.
    throw new AppError(
      'misconfigured',
      `Migration ${name}${lineOf(cause, sql)} failed: ${messageOf(cause)}`,
      { cause },
    );
  }
}

function lineOf(error: unknown, sql: string): string {
  const position = error instanceof pg.DatabaseError ? Number(error.position) : Number.NaN;
  return Number.isNaN(position) ? '' : `, line ${sql.slice(0, position).split('\n').length},`;
}
