import { afterAll, beforeAll } from 'vitest';
import { createTestDatabase, newDatabaseUrl } from './database';

/** Vitest runs this before each test file: the file has its own database, and `lib/core` finds it in the environment. */
process.env.DATABASE_URL = newDatabaseUrl();
process.env.SEAL_KEY = Buffer.alloc(32, 7).toString('base64');
process.env.LOG_LEVEL ??= 'silent';

// Begun now and awaited before the first test: the file is read meanwhile.
const creating = createTestDatabase(process.env.DATABASE_URL);

beforeAll(() => creating);

afterAll(async () => {
  // Loaded only here: many files never open the pool, and importing Prisma's client takes longer than they do.
  if ('evenkeelConnections' in globalThis) await (await import('@/lib/core/db')).closeDatabase();
  await (await creating).drop();
});
