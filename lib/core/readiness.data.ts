import { Prisma } from '@/prisma/generated/client';
import type { Reader } from './db';
import { messageOf } from './errors';
import { migrationNames, migrationsFolder } from './migrations';
import { seal, unseal } from './seal';

/** What this machine needs of the database before it may be given requests. */
const CANARY = 'the key that sealed this opens the rest';
const PLACE = 'seal_canary:true:sealed';

/** Seals the canary where there is none yet: on the first start. */
export async function ensureSealCanary(reader: Reader): Promise<void> {
  await reader.$executeRaw`INSERT INTO seal_canary (sealed) VALUES (${seal(CANARY, PLACE)}) ON CONFLICT DO NOTHING`;
}

/** Null when this machine's SEAL_KEY is the installation's, or when nothing was sealed yet; else what is wrong. */
export async function judgeSealKey(reader: Reader): Promise<string | null> {
  const [row] = await reader.$queryRaw<{ sealed: string }[]>`SELECT sealed FROM seal_canary`;
  if (!row) return null;
  try {
    return unseal(row.sealed, PLACE) === CANARY ? null : 'the sealed text is another one';
  } catch (error) {
    return messageOf(error); // says that the key is another one, never which
  }
}

let wanted: string[] | undefined;

/** How many of this version's migrations the database does not have. A newer version's do not count. */
export async function countPendingMigrations(reader: Reader): Promise<number> {
  wanted ??= migrationNames(migrationsFolder());
  const [row] = await reader.$queryRaw<{ applied: number }[]>`
    SELECT count(*)::int AS applied FROM _prisma_migrations
    WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL AND migration_name IN (${Prisma.join(wanted)})`;
  return wanted.length - (row?.applied ?? 0);
}
