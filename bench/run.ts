import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../scripts/migrate';
import { startPostgres } from '../scripts/postgres/server';

/**
 * `npm run bench -- <name> [size]`: runs bench/<name>.ts on a database of its own, with the settings that embedded
 * mode has in production, and leaves nothing behind. Each result is one line of JSON.
 */
const [name = '', size] = process.argv.slice(2);
const file = join(import.meta.dirname, `${name}.ts`);
if (!/^[a-z-]+$/.test(name) || name === 'run' || !existsSync(file)) {
  console.error('npm run bench -- <name> [size], where bench/<name>.ts is there');
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-bench-'));
chmodSync(folder, 0o711); // under root the server runs as nobody, who must be able to pass through
const server = await startPostgres({ dataDir: join(folder, 'data') });
try {
  await migrate(server.url);
  process.env.DATABASE_URL = server.url;
  process.env.SEAL_KEY ??= randomBytes(32).toString('base64');
  process.env.LOG_LEVEL ??= 'error';
  const bench: { run(size?: number): Promise<void> } = await import(file);
  await bench.run(size === undefined ? undefined : Number(size));
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);
