import { migrate } from './migrate';
import { buildIfOlder, generateClientIfOlder } from './start/build';
import { keepRunning, SERVER_CODE, startChild } from './start/child';
import { startEmbeddedDatabase } from './start/database';
import { say } from './start/lines';
import { takeLock } from './start/lock';
import { ensureAdministrator, prepareContents } from './start/prepare';
import { seedHistory, startSandbox } from './start/sandbox';
import { readSettings, report, type Settings } from './start/settings';
import { Shutdown } from './start/shutdown';
import { stateDir } from './start/state';
import { printSummary } from './start/summary';
import { localUrl, refuseTakenPort, untilWebAnswers, webCommand } from './start/web';

/**
 * `npm start`, and `npm run dev` with --dev: PostgreSQL → migrations → sandboxes → web (built first when the source
 * changed) → the sandbox's history, once → worker, each after what it needs, all ended by one Ctrl-C.
 */
/** A child that has used up its own time to stop gets this much more before it is killed. */
const SLACK_MS = 5_000;
const isDev = process.argv.includes('--dev');

async function start(shutdown: Shutdown): Promise<void> {
  const settings = readSettings();
  const { HOST: host, PORT: port } = settings;
  const url = localUrl(host, port);
  const release = takeLock(stateDir(), settings.PUBLIC_URL ?? url);
  shutdown.add({ name: 'the lock', stop: release });
  await refuseTakenPort(host, port);
  generateClientIfOlder();

  const embedded = settings.isEmbedded ? await startEmbeddedDatabase(shutdown) : null;
  if (embedded) process.env.DATABASE_URL = embedded.url;
  const { applied } = await migrate(process.env.DATABASE_URL ?? '');
  if (applied.length > 0) say('postgres', `Migrated: ${applied.join(', ')}`);
  await prepareContents(settings);
  if (shutdown.signal.aborted) return;

  const sandbox = embedded && settings.SANDBOX === 'on' ? await startSandbox(shutdown, embedded.url) : null;
  if (!isDev) await buildIfOlder(shutdown.signal);
  if (shutdown.signal.aborted) return;
  await startWeb(settings, url, shutdown);
  if (shutdown.signal.aborted) return;

  // Last of what is made, for a made password is shown once: a start cut short before this makes one again.
  const administrator = await ensureAdministrator(settings);
  printSummary({
    url: settings.PUBLIC_URL ?? url,
    ...administrator,
    data: embedded?.where ?? null,
    sandbox: sandbox?.jiraUrl ?? null,
  });
  // The history is told at its own times, which the real worker must not mix with its own.
  if (sandbox) await seedHistory(sandbox, shutdown);
  if (!shutdown.signal.aborted) startWorker(shutdown);
}

async function startWeb(
  { HOST: host, PORT: port, PUBLIC_URL, STOP_SECONDS }: Settings,
  url: string,
  shutdown: Shutdown,
): Promise<void> {
  process.env.NEXTAUTH_URL ||= PUBLIC_URL ?? url;
  const web = startChild(webCommand({ host, port, isDev }));
  shutdown.add({
    name: 'the web server',
    // Somebody waits at this terminal: readiness is told for a while only where that is asked for.
    stop: () => web.stop((Number(process.env.DRAIN_SECONDS || 0) + STOP_SECONDS) * 1000 + SLACK_MS),
    kill: web.kill,
  });
  void web.ended.then((how) => {
    if (shutdown.signal.aborted) return;
    say('start', `The web server ended (${how}), and without it there is nothing to see: stopping.`);
    void shutdown.end(1);
  });
  await untilWebAnswers(url, shutdown.signal);
}

function startWorker(shutdown: Shutdown): void {
  // `tsx watch` starts it anew on every change, and keeps its messages to itself.
  const watch = [
    'node_modules/tsx/dist/cli.mjs',
    'watch',
    '--clear-screen=false',
    '--conditions=react-server',
  ];
  const args = isDev ? [...watch, 'scripts/worker.ts'] : [...SERVER_CODE, 'scripts/worker.ts'];
  const worker = keepRunning({ name: 'worker', args }, () => say('start', 'The worker takes jobs.'));
  shutdown.add({ name: 'the worker', stop: () => worker.stop(20_000), kill: worker.kill });
}

const shutdown = new Shutdown();
start(shutdown).catch((error) => {
  if (!shutdown.signal.aborted) report(error);
  return shutdown.end(shutdown.signal.aborted ? 0 : 1);
});
