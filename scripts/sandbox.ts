import { startJiraSandbox } from '@/lib/sandbox/jira/server';
import { onStop } from './start/machine';
import { fail } from './start/settings';

/** The sandboxes in a process of their own, started by `npm start` beside the embedded database. */
try {
  const sandbox = await startJiraSandbox({
    databaseUrl: process.env.DATABASE_URL ?? '',
    port: Number(process.env.SANDBOX_JIRA_PORT ?? 0),
    token: process.env.SANDBOX_JIRA_TOKEN,
  });
  onStop(() => sandbox.close());
  console.log(`A Jira that behaves like the real one: ${sandbox.url}`);
  process.send?.('ready');
} catch (error) {
  fail(error);
}
