import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from './errors';

/** The migrations of this version, and how they compare with those that a database has. */
export type Migration = { name: string; sql: string; checksum: string };

/** A row of `_prisma_migrations`, as Prisma's CLI keeps it. */
export type AppliedMigration = {
  migration_name: string;
  checksum: string;
  finished_at: Date | null;
  logs: string | null;
};

export const APPLIED_MIGRATIONS =
  'SELECT migration_name, checksum, finished_at, logs FROM _prisma_migrations WHERE rolled_back_at IS NULL';

/** Every process of ours runs in the project's folder. */
export function migrationsFolder(): string {
  return join(process.cwd(), 'prisma', 'migrations');
}

export function migrationNames(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'migration.sql')))
    .map(({ name }) => name)
    .sort();
}

export function readMigrations(folder: string): Migration[] {
  return migrationNames(folder).map((name) => {
    const bytes = readFileSync(join(folder, name, 'migration.sql'));
    return {
      name,
      sql: bytes.toString('utf8'),
      checksum: createHash('sha256').update(bytes).digest('hex'),
    };
  });
}

/** What is still to be applied. Throws `misconfigured` when the two disagree: unfinished, unknown, edited. */
export function selectPending(migrations: Migration[], applied: AppliedMigration[]): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const row of applied) {
    const name = row.migration_name;
    if (!row.finished_at) {
      throw new AppError(
        'misconfigured',
        `Migration ${name} was begun and not finished${row.logs ? ` (${row.logs.trim().split('\n')[0]})` : ''}. See what it left in the database, then say so with "npx prisma migrate resolve --applied ${name}" or "--rolled-back ${name}".`,
      );
    }
    const migration = known.get(name);
    if (!migration) {
      throw new AppError(
        'misconfigured',
        `The database has migration ${name}, which this version of Evenkeel does not know. It was made by a newer version: start that one.`,
      );
    }
    if (migration.checksum !== row.checksum) {
      throw new AppError(
        'misconfigured',
        `Migration ${name} was edited after it was applied. Restore prisma/migrations/${name}/migration.sql and put the change into a migration of its own.`,
      );
    }
  }
  const names = new Set(applied.map((row) => row.migration_name));
  return migrations.filter(({ name }) => !names.has(name));
}
