import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export type WorkerProcess = { id: string; pid: number; kill(signal: NodeJS.Signals): Promise<void> };

const running = new Set<ChildProcess>();

const SCRIPTED = new URL('./worker.ts', import.meta.url);

/**
 * Starts a worker in a process of its own on this test's database; resolves when it works. The entry says
 * `ready <worker id>` on its standard output.
 */
export async function spawnWorker(entry = SCRIPTED): Promise<WorkerProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(entry)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: process.env,
  });
  running.add(child);
  const exited = once(child, 'exit').then(() => running.delete(child));
  const id = await Promise.race([
    ready(child),
    exited.then(() => Promise.reject(new Error('the worker died at its start'))),
  ]);
  return {
    id,
    pid: child.pid ?? 0,
    async kill(signal) {
      child.kill(signal);
      await exited;
    },
  };
}

async function ready(child: ChildProcess): Promise<string> {
  let said = '';
  for await (const chunk of child.stdout ?? []) {
    said += String(chunk);
    const id = /ready (\S+)/.exec(said)?.[1];
    if (id) return id;
  }
  throw new Error(`the worker said no more than: ${said}`);
}

/** Ends whatever a failed test left. */
export function endWorkers(): void {
  for (const child of running) child.kill('SIGKILL');
}
