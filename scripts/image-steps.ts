import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { migrate } from './migrate';
import { freePort, startPostgres } from './postgres/server';
import { ROOT } from './start/state';
import { untilWebAnswers } from './start/web';

/**
 * `npm run image:steps`: the steps of the Dockerfile in a clean folder, for where no container engine is at hand: the files
 * that are copied, the commands that are run, and then both processes, as nobody where we are root, against a database of
 * their own. What an engine does besides, its base image and its network, is not tried by this.
 */
const NOBODY = 65_534;
const [build = [], final = []] = stagesOf(readFileSync(join(ROOT, 'Dockerfile'), 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'evenkeel-image-'));
chmodSync(folder, 0o755);
const app = join(folder, 'app');
mkdirSync(app);
try {
  for (const [step, rest] of build) {
    if (step === 'COPY') copyIn(rest.split(' '));
    if (step === 'RUN') run(rest);
  }
  const owner = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  if ('uid' in owner) execFileSync('chown', ['-R', `${NOBODY}:${NOBODY}`, app]);
  await tryProcesses(owner);
  console.log('The steps of the image were run; both processes worked.');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);

type Step = [step: string, rest: string];

/** Its stages in order, each as its steps; a line that ends in a backslash goes on. */
function stagesOf(text: string): Step[][] {
  const stages: Step[][] = [];
  for (const line of text.replaceAll(/\\\n/g, ' ').split('\n')) {
    const found = /^([A-Z]+)\s+(.+)$/.exec(line.trim());
    if (!found) continue;
    const [, step = '', rest = ''] = found;
    if (step === 'FROM') stages.push([]);
    else stages.at(-1)?.push([step, rest]);
  }
  return stages;
}

/** `COPY a b ./`: of what git knows, but for what .dockerignore names. */
function copyIn(words: string[]): void {
  const from = words.slice(0, -1);
  const ignored = readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n').filter(Boolean);
  const known = execFileSync('git', ['ls-files'], { cwd: ROOT, encoding: 'utf8' })
    .split('\n')
    .filter(Boolean);
  for (const file of known) {
    const isAsked = from.some((name) => name === '.' || file === name || file.startsWith(`${name}/`));
    if (!isAsked || ignored.some((name) => file === name || file.startsWith(`${name}/`))) continue;
    mkdirSync(dirname(join(app, file)), { recursive: true });
    cpSync(join(ROOT, file), join(app, file));
  }
}

function envOf(steps: Step[]): Record<string, string> {
  const pairs = steps.filter(([step]) => step === 'ENV').flatMap(([, rest]) => rest.split(' '));
  return Object.fromEntries(pairs.map((pair) => pair.split('=', 2)));
}

function run(command: string): void {
  console.log(`RUN ${command}`);
  execFileSync('/bin/sh', ['-c', command], {
    cwd: app,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...envOf(build), NODE_ENV: 'development' }, // as where nothing is said: all packages
  });
}

async function tryProcesses(owner: { uid?: number; gid?: number }): Promise<void> {
  const database = await startPostgres({ dataDir: join(folder, 'data') });
  const port = await freePort();
  const env = {
    NODE_ENV: 'production' as const,
    PATH: process.env.PATH,
    HOME: app,
    ...envOf(final),
    HOST: '127.0.0.1',
    PORT: String(port),
    DATABASE_URL: database.url,
    SEAL_KEY: randomBytes(32).toString('base64'),
    ADMIN_EMAIL: 'admin@example.com',
    ADMIN_PASSWORD: randomBytes(12).toString('hex'),
  };
  await migrate(database.url);
  const command = final.find(([step]) => step === 'CMD')?.[1] ?? '[]';
  const commands: string[][] = [JSON.parse(command), ['npm', 'run', 'worker']];
  const children = commands.map(([program = '', ...args]) =>
    spawn(program, args, { cwd: app, env, stdio: ['ignore', 'inherit', 'inherit'], ...owner }),
  );
  try {
    const url = `http://127.0.0.1:${port}`;
    await untilWebAnswers(url, new AbortController().signal);
    for (let left = 100; left > 0; left -= 1) {
      const health = await (await fetch(`${url}/api/health`)).json();
      if (health.database === 'ok' && health.worker === 'ok') return;
      await new Promise((later) => setTimeout(later, 300));
    }
    throw new Error('the worker was not seen by the web server');
  } finally {
    const ended = children.map((child) => new Promise((done) => child.once('exit', done)));
    for (const child of children) child.kill('SIGTERM');
    await Promise.all(ended);
    await database.stop();
  }
}
