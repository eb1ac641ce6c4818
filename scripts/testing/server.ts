import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../migrate';
import { runOn, withDatabase } from '../postgres/databases';
import { type EmbeddedServer, startPostgres } from '../postgres/server';

/**
 * Vitest's global set-up: one embedded PostgreSQL a run (or the one EVENKEEL_TEST_SERVER_URL names), and in it a
 * migrated template that `createTestDatabase` clones. Both reach the workers through the environment.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const embedded = process.env.EVENKEEL_TEST_SERVER_URL ? null : await startEmbedded();
  const serverUrl = process.env.EVENKEEL_TEST_SERVER_URL ?? embedded?.url ?? '';
  const template = `evenkeel_template_${randomBytes(4).toString('hex')}`;
  await runOn(serverUrl, `CREATE DATABASE ${template}`);
  await migrate(withDatabase(serverUrl, template));
  process.env.EVENKEEL_TEST_SERVER_URL = serverUrl;
  process.env.EVENKEEL_TEST_TEMPLATE = template;

  return async () => {
    delete process.env.EVENKEEL_TEST_TEMPLATE;
    if (!embedded) return runOn(serverUrl, `DROP DATABASE ${template} WITH (FORCE)`);
    delete process.env.EVENKEEL_TEST_SERVER_URL;
    await embedded.stop();
  };
}

async function startEmbedded(): Promise<EmbeddedServer> {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-test-'));
  chmodSync(folder, 0o711); // Under root the server runs as nobody, who must be able to pass through.
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const server = await startPostgres({ dataDir: join(folder, 'data'), fast: true }).catch((error) => {
    remove();
    throw error;
  });
  const release = removeWithUs(server.pid, folder);
  return {
    ...server,
    stop: async () => {
      await server.stop();
      remove();
      release();
    },
  };
}

/**
 * A test run that is killed leaves no server behind: a shell waits on a pipe that the system closes with us,
 * then ends the server and removes its folder. Returns how to let the shell go.
 */
function removeWithUs(pid: number, folder: string): () => void {
  const script = 'read -r word; [ "$word" = done ] && exit; kill -QUIT "$1"; sleep 1; rm -rf -- "$2"';
  const shell = spawn('/bin/sh', ['-c', script, 'sh', String(pid), folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  shell.unref();
  return () => shell.stdin.end('done\n');
}
