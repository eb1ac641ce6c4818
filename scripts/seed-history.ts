import { messageOf } from '@/lib/core/errors';
import { seedSandbox } from './seed';
import { seedCatalog } from './seed/catalog';
import { fail } from './start/settings';

/**
 * Gives the sandbox's company its weeks of history through the real pipeline, then its CMS and its library; `seedSandbox`
 * and `seedCatalog` know what is done.
 */
const { env } = process;
try {
  await seedSandbox({
    databaseUrl: env.DATABASE_URL ?? '',
    jiraUrl: env.SANDBOX_JIRA_URL ?? '',
    jiraToken: env.SANDBOX_JIRA_TOKEN ?? '',
  });
  if (env.SANDBOX_LIBRARY_ADDRESS) {
    const library = {
      address: env.SANDBOX_LIBRARY_ADDRESS,
      account: env.SANDBOX_LIBRARY_ACCOUNT ?? '',
      password: env.SANDBOX_LIBRARY_PASSWORD ?? '',
    };
    // Without it the rest of the sandbox is as good as ever: the next start takes it up again.
    await seedCatalog({ cmsUrl: env.SANDBOX_CMS_URL ?? '', library }).catch((error: unknown) => {
      console.log(`The sandbox's CMS could not be connected: ${messageOf(error)}`);
    });
  }
  process.exit(0);
} catch (error) {
  fail(error);
}
