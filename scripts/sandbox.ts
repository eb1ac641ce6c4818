import { startCmsSandbox } from '@/lib/sandbox/cms/server';
import { startJiraSandbox } from '@/lib/sandbox/jira/server';
import { onStop } from './start/machine';
import { fail } from './start/settings';

/** The sandboxes in a process of their own, started by `npm start` beside the embedded database. */
try {
  const databaseUrl = process.env.DATABASE_URL ?? '';
  const jira = await startJiraSandbox({
    databaseUrl,
    port: Number(process.env.SANDBOX_JIRA_PORT ?? 0),
    token: process.env.SANDBOX_JIRA_TOKEN,
  });
  const cms = await startCmsSandbox({ databaseUrl, port: Number(process.env.SANDBOX_CMS_PORT ?? 0) });
  onStop(async () => {
    await Promise.all([jira.close(), cms.close()]);
  });
  console.log(`A Jira that behaves like the real one: ${jira.url}`);
  console.log(`A CMS that posts what changes, once: ${cms.url}`);
  process.send?.('ready');
} catch (error) {
  fail(error);
}
