import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFileSync, chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { AppError } from '@/lib/core/errors';
import { freePort } from '../postgres/server';
import { SERVER_CODE } from '../start/child';
import { ROOT } from '../start/state';

/** Where a whole Evenkeel runs, and what only its tests know of it. */
export const application = z.object({
  url: z.string(),
  email: z.string(),
  password: z.string(),
  token: z.string(),
  own: z.object({
    sealKey: z.string(),
    log: z.string(), // all that it prints, which must hold none of these
    home: z.string(),
  }),
});
export type Application = z.infer<typeof application>;
export type Started = { application: Application; stop(): Promise<void> };

const START_MS = 20 * 60_000;

/**
 * The whole of Evenkeel by `npm start`'s own script, on a free port, with an empty data folder of its own. Resolves when
 * the sandbox's history is told and the worker works.
 */
export async function startApplication(name: string): Promise<Started> {
  const home = mkdtempSync(join(tmpdir(), 'evenkeel-e2e-'));
  chmodSync(home, 0o711); // Under root the database runs as nobody, who must be able to pass through.
  const port = await freePort();
  const started: Application = {
    url: `http://127.0.0.1:${port}`,
    email: 'admin@example.com',
    password: randomBytes(12).toString('hex'),
    token: randomBytes(24).toString('hex'),
    own: { sealKey: randomBytes(32).toString('base64'), log: join(home, 'log'), home },
  };
  const app = spawn(process.execPath, [...SERVER_CODE, 'scripts/start.ts'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
    // Given empty, so that a .env of the checkout does not reach in.
    env: {
      ...process.env,
      NODE_ENV: 'production',
      EVENKEEL_HOME: home,
      DATABASE_URL: '',
      SEAL_KEY: started.own.sealKey,
      PUBLIC_URL: '',
      SANDBOX: 'on',
      OUTBOUND_ALLOW: 'localhost', // what a test itself runs, as a CMS of its own
      RATE_LIMIT_PER_MINUTE: '1000000', // the tests are many callers behind one token; the limit has its own
      HOST: '127.0.0.1',
      PORT: String(port),
      ADMIN_EMAIL: started.email,
      ADMIN_PASSWORD: started.password,
      API_TOKEN: started.token,
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
      appendFileSync(started.own.log, `${line}\n`);
      // Its log is long; what the start itself says is what one reads when it fails.
      if (/^(start|build|seed) /.test(line)) console.log(`${name}: ${line}`);
      if (!line.includes('The worker takes jobs.')) return;
      clearTimeout(timer);
      answer(true);
    });
  });
  if (isReady) return { application: started, stop };
  await stop();
  throw new AppError('unavailable', `${name} did not start; its own words stand above.`);
}
