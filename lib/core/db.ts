import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { type Prisma, PrismaClient } from '@/prisma/generated/client';
import { env } from './env';

/**
 * One pool a process, under Prisma for reads and small writes and bare for COPY, unnest and LISTEN.
 * Commands open the transaction and hand it down; data functions take it as their first argument.
 */
export type Transaction = Prisma.TransactionClient;

/** Where a data function may read: inside a transaction or outside of one. */
export type Reader = Transaction | PrismaClient;

type Connections = { pool: pg.Pool; client: PrismaClient };

// Next's development server loads modules anew on every change; the connections outlive that on globalThis.
declare global {
  var evenkeelConnections: Connections | undefined;
}

function connections(): Connections {
  globalThis.evenkeelConnections ??= connect();
  return globalThis.evenkeelConnections;
}

function connect(): Connections {
  const pool = new pg.Pool({
    connectionString: env().DATABASE_URL,
    max: env().DATABASE_POOL,
    application_name: 'evenkeel',
    options: '-c timezone=UTC',
  });
  // An idle connection that dies is replaced by the pool; unheard, the event would end the process.
  pool.on('error', () => undefined);
  return { pool, client: new PrismaClient({ adapter: new PrismaPg(pool) }) };
}

export function database(): PrismaClient {
  return connections().client;
}

export function pool(): pg.Pool {
  return connections().pool;
}

type TransactionOptions = { timeoutMs?: number; isolationLevel?: Prisma.TransactionIsolationLevel };

/** Runs `work` in one transaction; whatever it throws rolls everything back. */
export function transaction<T>(
  work: (tx: Transaction) => Promise<T>,
  { timeoutMs = 30_000, isolationLevel }: TransactionOptions = {},
): Promise<T> {
  return database().$transaction(work, { timeout: timeoutMs, maxWait: 10_000, isolationLevel });
}

/** Ends the pool; the next use opens a new one. */
export async function closeDatabase(): Promise<void> {
  const open = globalThis.evenkeelConnections;
  globalThis.evenkeelConnections = undefined;
  if (!open) return;
  await open.client.$disconnect();
  await open.pool.end().catch(() => undefined); // Prisma may have ended the pool it was given.
}
