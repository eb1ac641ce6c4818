import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { listRecommendationsContract } from '@/lib/contracts/recommendations';
import { addSource, administrator, call, expect, isLive, panelOf, signedOut, test } from './fixtures';

/** The frame around every page: the palette, the keys, and what is said when a page is not to be had. */
const palette = (page: Page) => page.getByRole('dialog', { name: 'Search' });
const field = (page: Page) => palette(page).getByRole('combobox', { name: /Search pages/ });

async function openPalette(page: Page): Promise<void> {
  await isLive(page.locator('#page'));
  await expect(async () => {
    if (!(await palette(page).isVisible())) await page.keyboard.press('Control+k');
    await expect(field(page)).toBeFocused({ timeout: 3_000 });
  }).toPass();
}

test('the palette leads to a page by keyboard alone, and closes with Esc', async ({ page }) => {
  await page.goto('/');
  await openPalette(page);
  await page.keyboard.press('Escape');
  await expect(palette(page)).toBeHidden();
  await openPalette(page);
  await field(page).pressSequentially('sour');
  await expect(palette(page).getByRole('option', { name: /^Sources/ })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/sources$/);
  await expect(palette(page)).toBeHidden();
  await expect(page.getByRole('heading', { name: 'Sources', level: 1 })).toBeVisible();
});

test('what is typed in full is what Enter opens, and next time it stands under Recent', async ({
  page,
  api,
}) => {
  const source = await addSource(api, 'focus');
  await page.goto('/');
  await openPalette(page);
  await field(page).fill(source.name);
  const found = palette(page).getByRole('option', { name: new RegExp(`^${source.name}`) });
  await expect(found).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/sources/${source.id}$`));
  await openPalette(page);
  await expect(palette(page).getByRole('group', { name: 'Recent' }).getByRole('option')).toContainText([
    source.name,
  ]);
});

test('a resource is found by how its name begins, and a list searches the rest @mobile', async ({
  page,
  api,
  isMobile,
}) => {
  const { items } = await call(api, listRecommendationsContract, { limit: 1 });
  const name = items[0]?.resourceName ?? items[0]?.nativeId ?? '';
  await page.goto('/');
  const button = page.getByRole('button', { name: isMobile ? 'Search' : /^Search…/, exact: isMobile });
  await isLive(button);
  await button.click();
  await field(page).fill(name.slice(0, -1));
  await palette(page).getByRole('option').filter({ hasText: name }).first().click();
  await expect(page).toHaveURL(/\/(recommendations|tickets)\/\d+$/);
  await expect(panelOf(page).getByRole('heading', { level: 1 })).toBeVisible();
});

test('a deed opens its form, which the address keeps', async ({ page }) => {
  await page.goto('/');
  await openPalette(page);
  await field(page).fill('read tickets');
  await page.keyboard.press('Enter');
  const form = page.getByRole('dialog', { name: 'Start a run' });
  await expect(form.getByLabel('What')).toHaveValue('sync-tickets');
  await expect(page).toHaveURL(/do=start(:|%3A)sync-tickets/);
  await page.keyboard.press('Escape');
  await expect(form).toBeHidden();
  await expect(page).toHaveURL(/\/runs$/);
});

test.describe('when the search does not answer', () => {
  test.use({ expectedErrors: /status of 500/ });

  test('the palette says so and still leads to pages', async ({ page }) => {
    await page.route('**/api/search?*', (route) =>
      route.fulfill({
        status: 500,
        json: { code: 'internal', detail: 'the search broke', requestId: 'r-1' },
      }),
    );
    await page.goto('/');
    await openPalette(page);
    await field(page).fill('runs');
    await expect(palette(page).getByRole('alert')).toContainText('r-1');
    await expect(palette(page).getByRole('option', { name: /^Runs/ })).toBeVisible();
  });
});

test('? tells the keys, also from the account’s menu', async ({ page }) => {
  await page.goto('/recommendations');
  await isLive(page.locator('[data-filter]'));
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await page.keyboard.press('?');
  await expect(help).toContainText('Go to the filter');
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
  await page.getByRole('button', { name: /^Account of/ }).click();
  await page.getByRole('menuitem', { name: 'Keyboard shortcuts' }).click();
  await expect(help).toBeVisible();
});

test.describe('what is not there', () => {
  test.use({ expectedErrors: /status of 404/ });

  for (const path of [
    `/runs/${randomUUID()}`,
    '/recommendations/999999999',
    '/tickets/999999999',
    '/tickets/effects/999999999',
    `/sources/${randomUUID()}`,
  ]) {
    test(`${path.replace(/[0-9a-f-]{9,}$/, '…')} answers 404 and keeps the rail @mobile`, async ({
      page,
      isMobile,
    }) => {
      const answer = await page.goto(path);
      expect(answer?.status()).toBe(404);
      await expect(page.getByRole('heading', { name: 'This is not here' })).toBeVisible();
      const rail = isMobile
        ? page.getByRole('button', { name: /^Areas/ })
        : page.getByRole('navigation', { name: 'Areas' });
      await expect(rail).toBeVisible();
    });
  }
});

test.describe('by keyboard alone', () => {
  test.use(signedOut);

  test('one signs in, opens a recommendation, dismisses it and takes that back', async ({ page }) => {
    await page.goto('/sign-in');
    const { email, password } = administrator();
    await isLive(page.getByLabel('E-mail'));
    await page.getByLabel('E-mail').focus();
    await page.keyboard.type(email);
    await page.keyboard.press('Tab');
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible();

    await openPalette(page);
    await page.keyboard.type('recomm');
    await expect(palette(page).getByRole('option', { name: /^Recommendations/ })).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/recommendations$/);
    const last = page.locator('[data-list] [data-row-link]');
    await isLive(last.first());
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    const panel = panelOf(page);
    await expect(panel.getByRole('heading', { level: 1 })).toBeVisible();

    await tabTo(page, /^Dismiss/);
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: /^Dismiss/ });
    await expect(dialog).toBeVisible();
    await dialog.getByRole('textbox').first().focus();
    await page.keyboard.type('tried by keyboard');
    await tabTo(page, /^Dismiss/);
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(panel.getByText('Dismissed').first()).toBeVisible();
    await tabTo(page, /^Reopen/);
    await page.keyboard.press('Enter');
    await expect(panel.getByRole('button', { name: /^Dismiss/ })).toBeVisible();
  });
});

/** Tabs on until a button of that name has the focus. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let stop = 0; stop < 120; stop += 1) {
    await page.keyboard.press('Tab');
    const held = await page.evaluate(() => {
      const element = document.activeElement;
      return element?.tagName === 'BUTTON'
        ? (element.getAttribute('aria-label') ?? element.textContent ?? '')
        : '';
    });
    if (name.test(held.trim())) return;
  }
  throw new Error(`no way by Tab to ${name}`);
}
