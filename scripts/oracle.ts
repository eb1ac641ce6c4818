import { parseArgs } from 'node:util';
import { closeDatabase } from '@/lib/core/db';
import { disagreements } from './bill-oracle/compare';
import { makeHistory } from './bill-oracle/history';
import { shrink, wordsOf } from './bill-oracle/shrink';
import { createTestDatabase, newDatabaseUrl } from './testing/database';
import setup from './testing/server';

/** `npm run oracle -- [--runs 300] [--seed 1]`: random histories of bills against the oracle; the first that differs, made small. */
const { values } = parseArgs({
  options: { runs: { type: 'string', default: '300' }, seed: { type: 'string', default: '1' } },
});
const runs = Number(values.runs);
const first = Number(values.seed);
process.env.SEAL_KEY = Buffer.alloc(32, 7).toString('base64');
process.env.LOG_LEVEL ??= 'silent';

const stop = await setup();
process.env.DATABASE_URL = newDatabaseUrl();
const { drop } = await createTestDatabase(process.env.DATABASE_URL);
const different: number[] = [];
const started = Date.now();
for (let seed = first; seed < first + runs; seed++) {
  const history = makeHistory(seed);
  const found = await disagreements(history);
  if (found.length === 0) continue;
  different.push(seed);
  console.log(`Seed ${seed}: ${found.length} differences\n  ${found.slice(0, 10).join('\n  ')}`);
  if (different.length > 1) continue;
  console.log(wordsOf(await shrink(history, disagreements)));
}
await closeDatabase();
await drop();
await stop();
const seconds = Math.round((Date.now() - started) / 1_000);
console.log(`${runs} histories from seed ${first} in ${seconds} s: ${runs - different.length} agree.`);
if (different.length > 0) console.log(`Seeds that do not: ${different.join(', ')}`);
process.exit(different.length > 0 ? 1 : 0);
