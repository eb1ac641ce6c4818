import { randomBytes } from 'node:crypto';
import { freePort } from '../postgres/server';
import { type Library, makeLibrary } from '../seed/library';
import { keepRunning, SERVER_CODE, startChild } from './child';
import { say } from './lines';
import type { Shutdown } from './shutdown';
import { keep } from './state';

export type SandboxAddress = { jiraUrl: string; jiraToken: string; cmsUrl: string; library: Library };

/** Starts the sandboxes in a process of their own, on a port and with a token that stay the same over starts. */
export async function startSandbox(shutdown: Shutdown, databaseUrl: string): Promise<SandboxAddress> {
  const [found, another] = [String(await freePort()), String(await freePort())];
  const port = keep('sandbox.port', () => found);
  const cmsPort = keep('sandbox.cms-port', () => another);
  const jiraToken = keep('sandbox.token', secret);
  const library = await makeLibrary(databaseUrl, keep('library.password', secret));
  const jiraUrl = `http://127.0.0.1:${port}`;
  const env = { SANDBOX_JIRA_PORT: port, SANDBOX_JIRA_TOKEN: jiraToken, SANDBOX_CMS_PORT: cmsPort };
  // Only what runs here may call them: plain http and databases on loopback are refused otherwise.
  const hosts = [port, cmsPort, new URL(databaseUrl).port].map((each) => `127.0.0.1:${each}`);
  process.env.OUTBOUND_ALLOW = [process.env.OUTBOUND_ALLOW, ...hosts].filter(Boolean).join(',');
  await new Promise<void>((ready) => {
    const child = keepRunning({ name: 'sandbox', args: [...SERVER_CODE, 'scripts/sandbox.ts'], env }, ready);
    shutdown.signal.addEventListener('abort', () => ready());
    shutdown.add({ name: 'the sandboxes', stop: () => child.stop(5000), kill: child.kill });
  });
  return { jiraUrl, jiraToken, cmsUrl: `http://127.0.0.1:${cmsPort}`, library };
}

const secret = () => randomBytes(24).toString('hex');

/** Generates the sandbox's history, once; one that was cut short is taken up again. Returns when there is no more to do. */
export async function seedHistory(
  { jiraUrl, jiraToken, cmsUrl, library }: SandboxAddress,
  shutdown: Shutdown,
): Promise<void> {
  const env = {
    SANDBOX_JIRA_URL: jiraUrl,
    SANDBOX_JIRA_TOKEN: jiraToken,
    SANDBOX_CMS_URL: cmsUrl,
    // Where a library of one's own is named, the made-up CMS does not write to it.
    ...(process.env.LIBRARY_DATABASE_URL ? {} : addressIn(library)),
  };
  const child = startChild({ name: 'seed', args: [...SERVER_CODE, 'scripts/seed-history.ts'], env });
  shutdown.add({ name: 'the history', stop: () => child.stop(10_000), kill: child.kill });
  const how = await child.ended;
  if (how === 'exit code 0' || shutdown.signal.aborted) return;
  say('start', `The sandbox's history is not complete (${how}); the next start takes it up again.`);
}

function addressIn({ address, account, password }: Library): Record<string, string> {
  return {
    SANDBOX_LIBRARY_ADDRESS: address,
    SANDBOX_LIBRARY_ACCOUNT: account,
    SANDBOX_LIBRARY_PASSWORD: password,
  };
}
