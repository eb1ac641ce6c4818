import { randomBytes } from 'node:crypto';
import { freePort } from '../postgres/server';
import { keepRunning, SERVER_CODE, startChild } from './child';
import { say } from './lines';
import type { Shutdown } from './shutdown';
import { keep } from './state';

export type SandboxAddress = { jiraUrl: string; jiraToken: string };

/** Starts the sandboxes in a process of their own, on a port and with a token that stay the same over starts. */
export async function startSandbox(shutdown: Shutdown): Promise<SandboxAddress> {
  const found = String(await freePort());
  const port = keep('sandbox.port', () => found);
  const jiraToken = keep('sandbox.token', () => randomBytes(24).toString('hex'));
  const jiraUrl = `http://127.0.0.1:${port}`;
  const env = { SANDBOX_JIRA_PORT: port, SANDBOX_JIRA_TOKEN: jiraToken };
  // Only what runs here may call it: plain http on loopback is refused otherwise.
  process.env.OUTBOUND_ALLOW = [process.env.OUTBOUND_ALLOW, `127.0.0.1:${port}`].filter(Boolean).join(',');
  await new Promise<void>((ready) => {
    const child = keepRunning({ name: 'sandbox', args: [...SERVER_CODE, 'scripts/sandbox.ts'], env }, ready);
    shutdown.signal.addEventListener('abort', () => ready());
    shutdown.add({ name: 'the sandboxes', stop: () => child.stop(5000), kill: child.kill });
  });
  return { jiraUrl, jiraToken };
}

/** Generates the sandbox's history, once; one that was cut short is taken up again. Returns when there is no more to do. */
export async function seedHistory({ jiraUrl, jiraToken }: SandboxAddress, shutdown: Shutdown): Promise<void> {
  const env = { SANDBOX_JIRA_URL: jiraUrl, SANDBOX_JIRA_TOKEN: jiraToken };
  const child = startChild({ name: 'seed', args: [...SERVER_CODE, 'scripts/seed-history.ts'], env });
  shutdown.add({ name: 'the history', stop: () => child.stop(10_000), kill: child.kill });
  const how = await child.ended;
  if (how === 'exit code 0' || shutdown.signal.aborted) return;
  say('start', `The sandbox's history is not complete (${how}); the next start takes it up again.`);
}
