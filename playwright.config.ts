import { defineConfig } from '@playwright/test';
import { BROWSER_ARGS, findBrowser } from './scripts/browser';

/**
 * The browser tests, on a production build; each worker has an Evenkeel of its own (scripts/testing/applications.ts). Waits
 * end on a state: the limits are for a machine that does much else. `npm test` finds or installs the browser.
 */
export default defineConfig({
  testDir: 'e2e',
  globalSetup: './scripts/testing/applications.ts',
  workers: 2,
  timeout: 180_000,
  expect: { timeout: 45_000 },
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  reporter: 'list',
  outputDir: 'test-results',
  use: {
    launchOptions: { executablePath: findBrowser()?.path, args: BROWSER_ARGS },
    reuseContext: true, // emptied for each test, but what the browser keeps of our scripts: a page opens in a third of the time
    trace: 'off', // a tenth of the time; `--trace retain-on-failure` for one that fails
    screenshot: 'only-on-failure',
    locale: 'en-US',
    timezoneId: 'Asia/Kathmandu',
  },
  projects: [
    { name: 'desktop', use: { viewport: { width: 1440, height: 900 } } },
    // Specs that say "@mobile" in a title are read on a telephone too.
    {
      name: 'mobile',
      grep: /@mobile/,
      use: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
    },
  ],
});
