import { closeDatabase } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { runRules } from './rules/run';
import { randomKey } from './start/state';

/** `npm run rules -- export|compare|import <folder>`, with the database that DATABASE_URL names. Exit code 2: it could not. */
process.env.SEAL_KEY ||= randomKey(); // a process must have one; nothing that is sealed is read here
try {
  process.exitCode = await runRules(process.argv.slice(2), (text) => process.stdout.write(`${text}\n`));
} catch (error) {
  console.error(error instanceof AppError ? error.message : error);
  process.exitCode = 2;
} finally {
  await closeDatabase();
}
