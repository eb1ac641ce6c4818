import { seedSandbox } from './seed';
import { fail } from './start/settings';

/** Gives the sandbox's company its weeks of history through the real pipeline; `seedSandbox` knows what is done. */
try {
  await seedSandbox({
    databaseUrl: process.env.DATABASE_URL ?? '',
    jiraUrl: process.env.SANDBOX_JIRA_URL ?? '',
    jiraToken: process.env.SANDBOX_JIRA_TOKEN ?? '',
  });
  process.exit(0);
} catch (error) {
  fail(error);
}
