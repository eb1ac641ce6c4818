import { type ChildProcess, spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { relay, say } from './lines';
import { ROOT } from './state';

export const LEASH = pathToFileURL(`${ROOT}/scripts/start/leash.mjs`).href;
const SETTLED_MS = 60_000;
const LONGEST_PAUSE_MS = 30_000;

/** What server code under plain Node needs: TypeScript, and `server-only` as the server sees it. */
export const SERVER_CODE = ['--conditions=react-server', '--import', 'tsx'];

/** Nothing calls home, and colours are for terminals. */
const QUIET = { NEXT_TELEMETRY_DISABLED: '1', ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }) };

export type Command = { name: string; args: string[]; env?: Record<string, string | undefined> };

export type Child = {
  /** Resolves with the exit code (or signal) when it has ended and all its output is printed. */
  ended: Promise<string>;
  /** SIGTERM, then after `graceMs` SIGKILL to its whole process group. */
  stop(graceMs?: number): Promise<void>;
  kill(): void;
};

/**
 * Starts `node …args` in a process group of its own, so that Ctrl-C reaches it only through us, in order. A message
 * `ready` over its channel calls `onReady`.
 */
export function startChild({ name, args, env }: Command, onReady?: () => void): Child {
  const child = spawn(process.execPath, ['--import', LEASH, ...args], {
    cwd: ROOT,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, ...QUIET, EVENKEEL_PARENT: String(process.pid), ...env },
  });
  if (onReady) child.on('message', (message) => message === 'ready' && onReady());
  const printed = [child.stdout, child.stderr].flatMap((stream) => (stream ? [relay(name, stream)] : []));
  const ended = new Promise<string>((done) => {
    child.once('error', (error) => done(error.message));
    child.once('exit', (code, signal) => done(signal ?? `exit code ${code}`));
  });
  return {
    // Grandchildren may hold the pipes open; they get a moment.
    ended: ended.then(async (how) => {
      await Promise.race([Promise.all(printed), new Promise((later) => setTimeout(later, 500).unref())]);
      return how;
    }),
    kill: () => signalGroup(child, 'SIGKILL'),
    stop: async (graceMs = 10_000) => {
      if (child.exitCode !== null || child.signalCode !== null) return signalGroup(child, 'SIGKILL');
      child.kill('SIGTERM');
      const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs);
      await ended;
      clearTimeout(timer);
      signalGroup(child, 'SIGKILL');
    },
  };
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is empty: all of it has ended.
  }
}

/** Keeps a child running: when it dies it is started again, after a pause that doubles up to half a minute. */
export function keepRunning(command: Command, onReady?: () => void): Child {
  let isStopping = false;
  let current = startChild(command, onReady);
  let wake = () => undefined as undefined;
  const loop = async () => {
    for (let pause = 1000; ; ) {
      const since = Date.now();
      const how = await current.ended;
      if (isStopping) return how;
      pause = Date.now() - since > SETTLED_MS ? 1000 : pause;
      say('start', `The ${command.name} process ended (${how}); starting it again in ${pause / 1000} s.`);
      await new Promise<void>((done) => {
        const timer = setTimeout(done, pause);
        wake = () => {
          clearTimeout(timer);
          done();
        };
      });
      if (isStopping) return how;
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
      current = startChild(command, onReady);
    }
  };
  const ended = loop();
  return {
    ended,
    kill: () => current.kill(),
    stop: async (graceMs) => {
      isStopping = true;
      wake();
      await current.stop(graceMs);
      await ended;
    },
  };
}
