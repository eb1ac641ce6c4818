import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { type Prisma, PrismaClient } from '@/prisma/generated/client';
import { env } from './env';
import { AppError } from './errors';

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

/** What Prisma, Node and PostgreSQL say when the database is not there, is going, or has no place left. */
const AWAY = new Set([
  ...['P1001', 'P1002', 'P1003', 'P1017', 'P2024'],
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'],
  ...['57P01', '57P02', '57P03', '53300', '3D000'],
]);

/** The same error as `unavailable` when it means that the database is away; null when it means something else. */
export function databaseAway(thrown: unknown): AppError | null {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    if (!saysAway(error)) continue;
    return new AppError('unavailable', 'the database cannot be reached; try again in a moment', {
      cause: thrown,
    });
  }
  return null;
}

function saysAway(error: Error): boolean {
  if ('code' in error && typeof error.code === 'string' && AWAY.has(error.code)) return true;
  // Prisma keeps PostgreSQL's code in the message of a bare query.
  const told = /Code: `(\w{5})`/.exec(error.message)?.[1];
  if (told !== undefined && AWAY.has(told)) return true;
  return /Connection terminated|Can't reach database server|timeout exceeded when trying to connect/.test(
    error.message,
  );
}
