import { readFile } from 'node:fs/promises';
import type { APIRequestContext, Browser, Page } from '@playwright/test';
import { createUserContract } from '@/lib/contracts/people';
import {
  listRecommendationsContract,
  readRecommendationContract,
  readRecommendationTotalsContract,
} from '@/lib/contracts/recommendations';
import { addSource, call, expect, freshName, isLive, openList, rowOf, rowsOf, test } from './fixtures';

/** What every list has: saved views, selection over pages, density, and a place for each thing before it is there. */
const LISTS = ['/recommendations', '/tickets', '/tickets/effects', '/runs', '/sources'];

/** A page of somebody else, who has changed the password they were given and is signed in. */
async function pageOfAnother(api: APIRequestContext, browser: Browser, baseURL = ''): Promise<Page> {
  const email = `${freshName('other').replace(' ', '-')}@example.com`;
  const [given, own] = ['a-given-password-1', 'my-own-long-password-2'];
  await call(api, createUserContract, { email, name: 'Olga Other', role: 'operator', password: given });
  const context = await browser.newContext({ baseURL, storageState: { cookies: [], origins: [] } });
  const signIn = async (password: string) => {
    const { csrfToken } = await (await context.request.get('/api/auth/csrf')).json();
    const form = { csrfToken, email, password, json: 'true' };
    expect((await context.request.post('/api/auth/callback/credentials', { form })).ok()).toBe(true);
  };
  await signIn(given);
  const data = { current: given, next: own };
  const changed = await context.request.post('/api/account/password', { data, headers: { origin: baseURL } });
  expect(changed.status(), await changed.text()).toBe(200);
  await signIn(own);
  return context.newPage();
}

const views = (page: Page, name = 'Views') => page.getByRole('button', { name, exact: true });
const chooseFromViews = async (page: Page, button: string, item: string) => {
  await isLive(views(page, button));
  await views(page, button).click();
  await page.getByRole('menuitem', { name: item }).click();
};
const selected = (page: Page) => page.getByRole('main').getByRole('status');

test('a saved view is opened by another by its link, until it is no longer shared', async ({
  page,
  api,
  browser,
  baseURL,
}) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const name = freshName('Deletions');
  await openList(page, '/recommendations?status=all&action=delete&sort=resource');
  await expect(rowsOf(page)).not.toHaveCount(0);
  const rows = await rowsOf(page).evaluateAll((all) => all.map((row) => row.getAttribute('data-row')));
  await chooseFromViews(page, 'Views', 'Save this view…');
  const form = page.getByRole('dialog', { name: 'Save this view' });
  await form.getByLabel('Name').fill(name);
  await form.getByLabel('Share with everyone').check();
  await form.getByRole('button', { name: 'Save' }).click();
  await chooseFromViews(page, `Views: ${name}`, 'Copy link');
  await expect(page.getByText('Link copied')).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(/\/views\/[0-9a-f-]{36}$/);

  const other = await pageOfAnother(api, browser, baseURL);
  await other.goto(link);
  await expect(other).toHaveURL(/\/recommendations\?action=delete&sort=resource&status=all&saved=/);
  await expect(views(other, `Views: ${name}`)).toBeVisible();
  await expect(rowsOf(other)).toHaveCount(rows.length);
  expect(await rowsOf(other).evaluateAll((all) => all.map((row) => row.getAttribute('data-row')))).toEqual(
    rows,
  );

  await isLive(other.locator('[data-filter]'));
  await other.getByLabel('Action', { exact: true }).selectOption('resize');
  await views(other, `Views: ${name}, changed`).click();
  await expect(other.getByRole('menuitem', { name: /Update|Delete…|Rename/ })).toHaveCount(0);
  await other.getByRole('menuitem', { name: 'Back to how it was saved' }).click();
  await expect(other).toHaveURL(/action=delete/);
  await expect(views(other, `Views: ${name}`)).toBeVisible();

  await chooseFromViews(page, `Views: ${name}`, 'Rename or share…');
  const again = page.getByRole('dialog', { name: 'Rename or share this view' });
  await again.getByLabel('Share with everyone').uncheck();
  await again.getByRole('button', { name: 'Save' }).click();
  await expect(again).toBeHidden();
  await other.goto(link);
  await expect(other.getByText('This view does not open for you')).toBeVisible();

  await chooseFromViews(page, `Views: ${name}`, 'Delete…');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(views(page)).toBeVisible();
  await other.context().close();
});

test('a view keeps what its list shows by now when it is updated', async ({ page }) => {
  const name = freshName('Runs of mine');
  await openList(page, '/runs?state=succeeded');
  await chooseFromViews(page, 'Views', 'Save this view…');
  await page.getByRole('dialog').getByLabel('Name').fill(name);
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(views(page, `Views: ${name}`)).toBeVisible();
  await page.getByLabel('State', { exact: true }).selectOption('warned');
  await chooseFromViews(page, `Views: ${name}, changed`, `Update “${name}”`);
  await expect(views(page, `Views: ${name}`)).toBeVisible();
  await page.goto('/runs');
  await chooseFromViews(page, 'Views', name);
  await expect(page).toHaveURL(/state=warned/);
  await chooseFromViews(page, `Views: ${name}`, 'Delete…');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(views(page)).toBeVisible();
});

test.describe('selection', () => {
  test('stays over pages and sorting, reaches all that fit, and ends with the filter or Esc', async ({
    page,
    api,
  }) => {
    const { count } = await call(api, readRecommendationTotalsContract);
    await openList(page, '/recommendations?status=all');
    await page.getByRole('checkbox', { name: 'Select all rows of this page' }).check();
    await expect(selected(page)).toHaveText('50 selected');
    await page.getByRole('button', { name: 'Next' }).click();
    await expect(rowsOf(page)).toHaveCount(count - 50);
    await rowsOf(page).first().getByRole('checkbox').check();
    await expect(selected(page)).toHaveText('51 selected');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export these' }).click(),
    ]);
    const lines = (await readFile(await download.path(), 'utf8')).trim().split(/\r?\n(?=\d+,)/);
    expect(lines).toHaveLength(52); // with the head

    await page.getByRole('button', { name: 'Resource' }).click();
    await expect(page).toHaveURL(/sort=resource/);
    await expect(selected(page)).toHaveText('51 selected');
    await page.getByRole('button', { name: `Select all ${count} that fit the filter` }).click();
    await expect(selected(page)).toHaveText(`All ${count} that fit the filter selected`);
    await page.keyboard.press('Escape');
    await expect(selected(page)).toHaveText('');
    await expect(rowsOf(page).getByRole('checkbox', { checked: true })).toHaveCount(0);

    await rowsOf(page).first().getByRole('checkbox').check();
    await page.getByLabel('Action', { exact: true }).selectOption('delete');
    await expect(selected(page)).toHaveText('The filter was changed: nothing is selected any more.');
  });

  test('goes by keyboard: Shift+x takes a range, and one box a table is a stop of Tab', async ({ page }) => {
    await openList(page, '/recommendations');
    for (const key of ['j', 'x', 'j', 'j', 'Shift+X']) await page.keyboard.press(key);
    await expect(selected(page)).toHaveText('3 selected');
    const boxes = page.locator('[data-choose][tabindex="0"]');
    await expect(boxes).toHaveCount(1);
    await page.keyboard.press('Shift+Tab');
    await expect(rowsOf(page).nth(2).getByRole('checkbox')).toBeFocused();
    await page.keyboard.press('Space');
    await expect(selected(page)).toHaveText('2 selected');
    await page.keyboard.press('Escape');
    await expect(selected(page)).toHaveText('');
  });

  test('is dismissed as one, with what was skipped, and taken back as one', async ({ page, api }) => {
    const { items } = await call(api, listRecommendationsContract, {
      ...{ status: 'open', hasTicket: false, action: 'migrate', limit: 3 },
    });
    const ids = items.map(({ id }) => id);
    const statusOf = async (id: string) => (await call(api, readRecommendationContract, { id })).status;
    expect(ids).toHaveLength(3);
    const [first = '', second = '', skipped = ''] = ids;
    await openList(page, '/recommendations?action=migrate&status=open');
    for (const id of ids) await rowOf(page, id).getByRole('checkbox').check();
    await api.post(`/api/recommendations/${skipped}/dismiss`, { data: { reason: 'By somebody else.' } });
    await page.getByRole('button', { name: 'Dismiss' }).click();
    const window = page.getByRole('dialog', { name: 'Dismiss 3 recommendations' });
    await window.getByLabel('Why').fill('The family is replaced in spring.');
    await window.getByRole('button', { name: 'Dismiss' }).click();
    await expect(page.getByText('2 dismissed. Left as they were: 1 is dismissed.')).toBeVisible();
    for (const id of ids) await expect(rowOf(page, id)).toHaveCount(0);
    expect([await statusOf(first), await statusOf(second)]).toEqual(['dismissed', 'dismissed']);

    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByText('2 reopened.')).toBeVisible();
    await expect(rowOf(page, first)).toBeVisible();
    expect([await statusOf(first), await statusOf(second), await statusOf(skipped)]).toEqual([
      ...['open', 'open', 'dismissed'],
    ]);
    await api.post(`/api/recommendations/${skipped}/reopen`, { data: {} });
  });
});

test('rows are comfortable or compact, and stay so from the first paint on', async ({ page }) => {
  const height = async () => (await rowsOf(page).first().boundingBox())?.height;
  await page.goto('/recommendations');
  const account = page.getByRole('button', { name: /^Account of/ });
  await isLive(account);
  expect(await height()).toBe(36);
  await account.click();
  await page.getByRole('menuitemradio', { name: 'Compact rows' }).click();
  await expect.poll(height).toBe(28);
  expect(await (await page.request.get('/recommendations')).text()).toContain('data-density="compact"');
  await page.reload();
  expect(await height()).toBe(28);
  await isLive(account);
  await account.click();
  await page.getByRole('menuitemradio', { name: 'Comfortable rows' }).click();
  await expect.poll(height).toBe(36);
});

for (const path of LISTS) {
  test(`nothing moves while ${path} loads @mobile`, async ({ page }) => {
    await page.addInitScript(() => {
      const shifts: object[] = [];
      Object.assign(window, { shifts });
      new PerformanceObserver((list) =>
        shifts.push(...list.getEntries().map((entry) => entry.toJSON())),
      ).observe({
        type: 'layout-shift',
        buffered: true,
      });
    });
    await page.goto(path);
    await expect(rowsOf(page).first()).toBeVisible();
    await isLive(page.locator('[data-filter]'));
    await page.waitForLoadState('networkidle');
    const shifts = await page.evaluate(() => Reflect.get(window, 'shifts'));
    const sum = shifts.reduce((total: number, { value }: { value: number }) => total + value, 0);
    expect(sum, JSON.stringify(shifts)).toBeLessThan(0.02);
  });
}

test('times are of the viewer’s zone, and name it', async ({ page }) => {
  await openList(page, '/runs');
  await expect(rowsOf(page).first().locator('time')).toHaveAttribute('title', /\d{2}:\d{2}:\d{2} GMT\+5:45$/);
});

test('sources are found by kind and state, runs by trigger and day', async ({ page, api }) => {
  const [bill, hosts] = [await addSource(api, 'focus'), await addSource(api, 'inventory')];
  await openList(page, '/sources');
  await page.getByLabel('Kind', { exact: true }).selectOption('inventory');
  await expect(rowOf(page, hosts.id)).toBeVisible();
  await expect(rowOf(page, bill.id)).toHaveCount(0);
  await page.getByLabel('State', { exact: true }).selectOption('fresh');
  await expect(rowOf(page, hosts.id)).toHaveCount(0); // nothing was read of it yet
  await page.getByLabel('State', { exact: true }).selectOption('stale');
  await expect(rowOf(page, hosts.id)).toBeVisible();

  await openList(page, '/runs');
  await page.getByLabel('Trigger', { exact: true }).selectOption('hand');
  await expect(page).toHaveURL(/trigger=hand/);
  await page.getByLabel('Asked for, to').fill('2020-01-01');
  await expect(page).toHaveURL(/to=2020-01-01T18%3A15%3A00\.000Z|to=2020-01-01T18:15:00\.000Z/);
  await expect(page.getByText('No run fits the filter')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Asked for, to')).toHaveValue('2020-01-01');
});
