import type { Page } from '@playwright/test';
import { listRecommendationsContract } from '@/lib/contracts/recommendations';
import { listRunsContract } from '@/lib/contracts/runs';
import { listSourcesContract } from '@/lib/contracts/sources';
import { listEffectsContract, listTicketsContract } from '@/lib/contracts/tickets';
import { call, expect, isLive, signedOut, test } from './fixtures';

/** What holds for every page: it fits, it can be read out, and it goes by keyboard. */
const LISTS = [
  { path: '/recommendations', contract: listRecommendationsContract },
  { path: '/tickets', contract: listTicketsContract },
  { path: '/tickets/effects', contract: listEffectsContract },
  { path: '/runs', contract: listRunsContract },
  { path: '/sources', contract: listSourcesContract },
] as const;

const CATALOGUE = ['/drift', '/drift/ignores', '/drift/repairs', '/quarantine', '/deliveries', '/syncs'];
const PAGES = ['/', ...LISTS.map(({ path }) => path), ...CATALOGUE, '/rules/import', '/account/password'];

const CONTROL =
  /^\s*- (button|link|textbox|searchbox|combobox|checkbox|tab|progressbar|table|img)(?: \[|:|$)/;

async function holds(page: Page) {
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
  const { scroll, width } = await page.evaluate(() => ({
    scroll: document.documentElement.scrollWidth,
    width: window.innerWidth,
  }));
  expect(scroll).toBeLessThanOrEqual(width);
  const nameless = (await page.locator('body').ariaSnapshot())
    .split('\n')
    .filter((line) => CONTROL.test(line));
  expect(nameless).toEqual([]);
  expect(await page.title()).toMatch(/Evenkeel/);
}

for (const path of PAGES) {
  test(`${path} fits its window, and all in it has a name @mobile`, async ({ page }) => {
    await page.goto(path);
    await holds(page);
  });
}

test.describe('without an account', () => {
  test.use(signedOut);

  test('/sign-in fits its window, and all in it has a name @mobile', async ({ page }) => {
    await page.goto('/sign-in');
    await holds(page);
  });
});

for (const { path, contract } of LISTS) {
  test(`what ${path} opens fits its window, and all in it has a name @mobile`, async ({ page, api }) => {
    const { items } = await call<typeof contract.input, typeof contract.response>(api, contract, {
      limit: 1,
    });
    await page.goto(`${path}/${items[0]?.id}`);
    await expect(page.getByRole('complementary').getByRole('heading').first()).toBeVisible();
    await holds(page);
  });
}

test('the focus is seen wherever the keyboard takes it, and the page is one key away', async ({ page }) => {
  await page.goto('/recommendations');
  await isLive(page.locator('[data-filter]'));
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the page' })).toBeFocused();
  for (let stop = 0; stop < 20; stop += 1) {
    await page.keyboard.press('Tab');
    const seen = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === null || element === document.body) return { what: 'nothing', isSeen: false };
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
      const isSeen = (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
      return { what: element.outerHTML.slice(0, 80), isSeen };
    });
    expect(seen).toMatchObject({ isSeen: true });
  }
});

test('light and dark are chosen in the account’s menu and kept', async ({ page }) => {
  const brightness = () =>
    page.evaluate(() => {
      const canvas = document.createElement('canvas').getContext('2d');
      if (!canvas) return -1;
      canvas.fillStyle = getComputedStyle(document.body).backgroundColor;
      canvas.fillRect(0, 0, 1, 1);
      return canvas.getImageData(0, 0, 1, 1).data[0] ?? -1;
    });
  await page.goto('/');
  const account = page.getByRole('button', { name: /^Account of/ });
  await isLive(account);
  for (const [name, isRight] of [
    ['Dark', (light: number) => light >= 0 && light < 80],
    ['Light', (light: number) => light > 200],
  ] as const) {
    await account.click();
    await page.getByRole('menuitemradio', { name }).click();
    await expect.poll(async () => isRight(await brightness())).toBe(true);
    await page.reload();
    await isLive(account);
    expect(isRight(await brightness())).toBe(true);
  }
});

test.describe('on a telephone', () => {
  test('the areas slide in, and lead to another page @mobile', async ({ page, isMobile }) => {
    await page.goto('/');
    if (isMobile) {
      const areas = page.getByRole('button', { name: /^Areas/ });
      await isLive(areas);
      await areas.click();
    }
    await page.getByRole('navigation', { name: 'Areas' }).getByRole('link', { name: /^Runs/ }).click();
    await expect(page).toHaveURL(/\/runs$/);
    await expect(page.getByRole('heading', { name: 'Runs', level: 1 })).toBeVisible();
  });
});

test.describe('an address that is none', () => {
  test.use({ expectedErrors: /status of 404/ });

  test('says so, and leads back', async ({ page }) => {
    const answer = await page.goto('/no-such-page');
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole('link').first()).toBeVisible();
  });
});

test.describe('a list that is asked for what it does not have', () => {
  test.use({ expectedErrors: /status of 4\d\d/ });

  for (const query of ['sort=nothing', 'cursor=of-another-list']) {
    test(`by ${query} says what is wrong and stays usable`, async ({ page }) => {
      await page.goto(`/recommendations?${query}`);
      await expect(page.getByRole('alert').first()).toBeVisible();
      await expect(page.getByRole('heading', { name: 'Recommendations', level: 1 })).toBeVisible();
    });
  }
});
