import type { Page } from '@playwright/test';
import { SETTINGS_PAGES } from '@/components/settings/pages';
import { AREAS } from '@/components/shell/areas';
import { expectAccessible, OF_COLOUR } from './axe';
import { expect, isLive, rowsOf, signedOut, test } from './fixtures';

/**
 * axe over every page there is, in both themes and at both widths. The pages come from the rail and from Settings, so
 * that a new one is held to the same by itself; of each list the first row is opened as well.
 */
const PAGES = [
  ...AREAS.flatMap(({ areas }) => areas.map(({ href }) => href)),
  ...SETTINGS_PAGES.map(({ href }) => href),
  '/tickets/effects',
  '/drift/repairs',
  '/drift/ignores',
  '/syncs/new',
  '/rules/import',
  '/account',
  '/account/password',
];

async function open(page: Page, path: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.goto(path);
  await expect(page.locator('h1:visible').first()).toBeVisible(); // by its tag: under a window it has no role
  await page.waitForLoadState('networkidle').catch(() => undefined); // charts and editors come after the page
}

/** In the light, as `open` leaves it, and in the dark, on the page as it stands. */
async function expectAccessibleInBoth(page: Page, where: string): Promise<void> {
  await expectAccessible(page, `${where}, light`);
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await expectAccessible(page, `${where}, dark`, OF_COLOUR);
}

test.describe('pages', () => {
  // What a page shows may be taken away by a test beside this one, just before the page asks more about it.
  test.use({ expectedErrors: /status of 404 .*\/api\// });

  for (const path of PAGES) {
    test(`axe finds nothing on ${path} @mobile`, async ({ page }) => {
      await open(page, path);
      await expectAccessibleInBoth(page, path);
      const first = rowsOf(page).first().locator('[data-row-link]');
      if ((await first.count()) === 0) return;
      await open(page, (await first.getAttribute('href')) ?? path);
      await expectAccessibleInBoth(page, `${path}/…`);
    });
  }
});

/** Windows over a page, by what opens them. */
const WINDOWS: { name: string; path: string; open: (page: Page) => Promise<void> }[] = [
  {
    name: 'the palette',
    path: '/',
    open: async (page) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: /Search/ }).fill('a');
      await expect(page.getByRole('option').first()).toBeVisible();
    },
  },
  { name: 'the help', path: '/', open: (page) => page.keyboard.press('?') },
  { name: 'the form of a run', path: '/runs?do=start', open: async () => undefined },
  { name: 'the form of a source', path: '/sources?do=add', open: async () => undefined },
  { name: 'the form of a rule set', path: '/rules?do=new', open: async () => undefined },
  { name: 'the form of a connection', path: '/settings/connections?do=add', open: async () => undefined },
  { name: 'the form of a sender', path: '/settings/connections?do=sender', open: async () => undefined },
  { name: 'the form of an invitation', path: '/settings/users?do=invite', open: async () => undefined },
  { name: 'the form of a token', path: '/settings/tokens?do=new', open: async () => undefined },
];

for (const { name, path, open: openWindow } of WINDOWS) {
  test(`axe finds nothing in ${name} @mobile`, async ({ page }) => {
    await open(page, path);
    await isLive(page.locator('#page'));
    await openWindow(page);
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectAccessibleInBoth(page, name);
  });
}

test.describe('pages that are not there', () => {
  test.use({ expectedErrors: /status of 404/ });

  test('axe finds nothing on them @mobile', async ({ page }) => {
    for (const path of ['/no-such-page', '/recommendations/0']) {
      await open(page, path);
      await expectAccessibleInBoth(page, path);
    }
  });
});

test.describe('without an account', () => {
  test.use(signedOut);

  test('axe finds nothing on the ways in @mobile', async ({ page }) => {
    for (const path of ['/sign-in', '/forgot-password', '/set-password/none']) {
      await open(page, path);
      await expectAccessibleInBoth(page, path);
    }
  });
});
