import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFileSync, chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { AppError } from '@/lib/core/errors';
import { freePort } from '../postgres/server';
import { SERVER_CODE } from '../start/child';
import { ROOT } from '../start/state';

const START_MS = 8 * 60_000;

/**
 * Playwright's global set-up: the whole of Evenkeel by `npm start`'s own script, on a free port, with an empty data
 * folder of its own, ready when the sandbox's history is told and the worker works. Tests find it through the environment;
 * where EVENKEEL_E2E_URL (with EVENKEEL_E2E_EMAIL, _PASSWORD and _TOKEN) names one that runs already, that one is tested.
 */
export default async function setup(): Promise<() => Promise<void>> {
  if (process.env.EVENKEEL_E2E_URL) return async () => undefined;
  const home = mkdtempSync(join(tmpdir(), 'evenkeel-e2e-'));
  chmodSync(home, 0o711); // Under root the database runs as nobody, who must be able to pass through.
  const port = await freePort();
  Object.assign(process.env, {
    EVENKEEL_E2E_URL: `http://127.0.0.1:${port}`,
    EVENKEEL_E2E_EMAIL: 'admin@example.com',
    EVENKEEL_E2E_PASSWORD: randomBytes(12).toString('hex'),
    EVENKEEL_E2E_TOKEN: randomBytes(24).toString('hex'),
    EVENKEEL_E2E_SEAL_KEY: randomBytes(32).toString('base64'),
    EVENKEEL_E2E_LOG: join(home, 'log'), // all that it prints, which must hold none of these
    EVENKEEL_E2E_HOME: home,
  });
  const app = spawn(process.execPath, [...SERVER_CODE, 'scripts/start.ts'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
    // Given empty, so that a .env of the checkout does not reach in.
    env: {
      ...process.env,
      NODE_ENV: 'production',
      EVENKEEL_HOME: home,
      DATABASE_URL: '',
      SEAL_KEY: process.env.EVENKEEL_E2E_SEAL_KEY,
      PUBLIC_URL: '',
      SANDBOX: 'on',
      OUTBOUND_ALLOW: 'localhost', // what a test itself runs, as a CMS of its own
      RATE_LIMIT_PER_MINUTE: '1000000', // the tests are many callers behind one token; the limit has its own
      HOST: '127.0.0.1',
      PORT: String(port),
      ADMIN_EMAIL: process.env.EVENKEEL_E2E_EMAIL,
      ADMIN_PASSWORD: process.env.EVENKEEL_E2E_PASSWORD,
      API_TOKEN: process.env.EVENKEEL_E2E_TOKEN,
    },
  });
  const ended = new Promise<void>((done) => app.once('exit', () => done()));
  const stop = async () => {
    app.kill('SIGTERM');
    await ended;
    rmSync(home, { recursive: true, force: true });
  };
  const isReady = await new Promise<boolean>((answer) => {
    const timer = setTimeout(() => answer(false), START_MS);
    void ended.then(() => answer(false));
    createInterface({ input: app.stdout }).on('line', (line) => {
      appendFileSync(join(home, 'log'), `${line}\n`);
      // Its log is long; what the start itself says is what one reads when it fails.
      if (/^(start|build|seed) /.test(line)) console.log(line);
      if (!line.includes('The worker takes jobs.')) return;
      clearTimeout(timer);
      answer(true);
    });
  });
  if (isReady) return stop;
  await stop();
  throw new AppError(
    'unavailable',
    'Evenkeel did not start for the browser tests; its own words stand above.',
  );
}
