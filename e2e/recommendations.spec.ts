import { readFile } from 'node:fs/promises';
import { exactAmount } from '@/components/ui/money';
import { createUserContract } from '@/lib/contracts/people';
import {
  listRecommendationsContract,
  readRecommendationContract,
  readRecommendationTotalsContract,
} from '@/lib/contracts/recommendations';
import { listChargesContract } from '@/lib/contracts/sources';
import {
  call,
  expect,
  freshName,
  isLive,
  openList,
  panelOf,
  rowOf,
  rowsOf,
  signedOut,
  test,
} from './fixtures';

const links = '[data-list] [data-row-link]';

test.describe('the list', () => {
  test('sorts, filters and pages, and its URL keeps it all', async ({ page, api }) => {
    await openList(page, '/recommendations?status=all');
    const totals = await call(api, readRecommendationTotalsContract);
    await expect(page.locator('main header')).toContainText(`${totals.count} found`);
    await page.getByRole('button', { name: 'Resource' }).click();
    await expect(page).toHaveURL(/sort=resource/);
    await expect(page.getByRole('columnheader', { name: 'Resource' })).toHaveAttribute(
      'aria-sort',
      'ascending',
    );

    const first = await rowsOf(page).evaluateAll((rows) => rows.map((row) => row.getAttribute('data-row')));
    await page.getByRole('button', { name: 'Next' }).click();
    await expect(page).toHaveURL(/cursor=/);
    await expect(rowsOf(page)).toHaveCount(totals.count - first.length);
    await expect(rowOf(page, String(first[0]))).toHaveCount(0);
    const second = await rowsOf(page).evaluateAll((rows) => rows.map((row) => row.getAttribute('data-row')));
    expect(second.filter((id) => first.includes(id))).toEqual([]);

    await page.reload();
    await expect(rowsOf(page)).toHaveCount(second.length);
    expect(await rowsOf(page).evaluateAll((rows) => rows.map((row) => row.getAttribute('data-row')))).toEqual(
      second,
    );
    await page.goBack();
    await expect(rowOf(page, String(first[0]))).toBeVisible();
  });

  test('what is chosen and typed narrows it; “Clear” gives it back', async ({ page, api }) => {
    const { items } = await call(api, listRecommendationsContract, { status: 'open', limit: 1 });
    const wanted = items[0]?.nativeId ?? '';
    await openList(page, '/recommendations');
    await page.getByLabel('State', { exact: true }).selectOption('verified');
    await expect(page).toHaveURL(/status=verified/);
    await expect(rowsOf(page).first()).toContainText('Verified');
    await expect(rowsOf(page).filter({ hasNotText: 'Verified' })).toHaveCount(0);
    await page.getByLabel('State', { exact: true }).selectOption('open');
    await page.getByRole('searchbox').fill(wanted);
    await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe(wanted);
    await expect(rowsOf(page)).not.toHaveCount(0);
    await expect(rowOf(page, items[0]?.id ?? '')).toBeVisible();
    await page.reload();
    await expect(page.getByRole('searchbox')).toHaveValue(wanted);
    await page.getByRole('button', { name: 'Clear' }).click();
    await expect(page).toHaveURL(/\/recommendations$/);
    await expect(page.getByRole('searchbox')).toHaveValue('');
  });

  test('what it is downloaded as is the filtered list, all pages of it', async ({ page, api }) => {
    const { count } = await call(api, readRecommendationTotalsContract);
    expect(count).toBeGreaterThan(50); // more than a page
    await openList(page, '/recommendations?status=all');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('recommendations.csv');
    const lines = (await readFile(await download.path(), 'utf8')).trim().split(/\r?\n(?=\d+,)/);
    expect(lines[0]).toMatch(/^.?id,action,status,savings,currency/);
    expect(lines).toHaveLength(count + 1);
  });

  test('says that nothing fits, where nothing does', async ({ page }) => {
    await page.goto('/recommendations?owner=nobody-of-this-name');
    await expect(page.getByText('No recommendation fits the filter')).toBeVisible();
  });

  test('is two lines a row on a telephone, and a row opens the whole page @mobile', async ({
    page,
    isMobile,
  }) => {
    await openListAnywhere(page);
    const row = rowsOf(page).first();
    const height = (await row.boundingBox())?.height ?? 0;
    if (isMobile) expect(height).toBeGreaterThan(44);
    else expect(height).toBeLessThanOrEqual(38);
    await row.locator('[data-row-link]').click();
    await expect(page).toHaveURL(/\/recommendations\/\d+/);
    await expect(panelOf(page).getByRole('heading', { name: 'Why' })).toBeVisible();
    if (!isMobile) return;
    await expect(rowsOf(page).first()).toBeHidden();
    await page.getByRole('button', { name: 'Back to the list' }).click();
    await expect(rowsOf(page).first()).toBeVisible();
  });
});

async function openListAnywhere(page: Parameters<typeof openList>[0]) {
  await page.goto('/recommendations');
  await isLive(rowsOf(page).first());
}

test('the keys: j and k move, x selects, Enter opens, o is the full page, Esc goes back', async ({
  page,
}) => {
  await openList(page, '/recommendations');
  await page.keyboard.press('j');
  await expect(page.locator(links).nth(0)).toBeFocused();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await expect(page.locator(links).nth(2)).toBeFocused();
  await page.keyboard.press('k');
  await expect(page.locator(links).nth(1)).toBeFocused();

  await page.keyboard.press('x');
  await expect(page.getByText('1 selected')).toBeVisible();
  await expect(rowsOf(page).nth(1).getByRole('checkbox')).toBeChecked();
  await page.keyboard.press('x');
  await expect(page.getByText('1 selected')).toBeHidden();

  const id = await rowsOf(page).nth(1).getAttribute('data-row');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/recommendations/${id}$`));
  await expect(panelOf(page).getByRole('heading', { name: 'Why' })).toBeVisible();
  await expect(rowsOf(page).first()).toBeVisible();
  await page.keyboard.press('o');
  await expect(page).toHaveURL(/view=full/);
  await expect(rowsOf(page).first()).toBeHidden();
  await page.keyboard.press('o');
  await expect(rowsOf(page).first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/\/recommendations$/);
  await expect(panelOf(page)).toHaveCount(0);
  await expect(page.locator(links).nth(1)).toBeFocused();
});

test.describe('one recommendation', () => {
  test('says why it matches, part by part, on facts with their source and age', async ({ page, api }) => {
    const { items } = await call(api, listRecommendationsContract, { status: 'open', limit: 1 });
    const found = await call(api, readRecommendationContract, { id: items[0]?.id });
    await page.goto(`/recommendations/${found.id}`);
    const panel = panelOf(page);
    await expect(panel.getByText(/^Matches because /)).toBeVisible();
    await expect(panel.getByText(/^Would no longer be recommended if /)).toBeVisible();
    const tree = panel.getByRole('list', { name: 'The condition, part by part' });
    await expect(tree.getByRole('img', { name: 'true', exact: true }).first()).toBeVisible();
    await expect(tree.getByRole('img', { name: 'false', exact: true })).toHaveCount(0);
    const facts = panel.locator('section', { has: page.getByRole('heading', { name: 'Facts' }) });
    const fact = found.facts[0];
    await expect(facts).toContainText(fact?.name ?? 'no fact');
    await expect(facts).toContainText(new RegExp(`${fact?.source} through \\d{1,2} \\w{3}`));
    await expect(panel.getByRole('list', { name: 'History of the recommendation' })).toContainText(
      'Found by generation',
    );
  });

  test('opens the rows of the bill that its cost is made of, to the last digit', async ({ page, api }) => {
    const { items } = await call(api, listRecommendationsContract, { status: 'open', limit: 1 });
    const { id, resourceId, costs } = await call(api, readRecommendationContract, { id: items[0]?.id });
    const last = costs.days.at(-1)?.day ?? 'no day';
    const { items: charges } = await call(api, listChargesContract, {
      ...{ id: resourceId, limit: 20, category: 'Usage', class: 'none' },
      ...{ from: costs.days[0]?.day, to: new Date(Date.parse(last) + 86_400_000).toISOString().slice(0, 10) },
    });
    await page.goto(`/recommendations/${id}`);
    const opener = panelOf(page).getByText('The rows of the bill behind it');
    await isLive(opener);
    await opener.click();
    const rows = panelOf(page).getByRole('table', { name: 'Rows of the bill' }).getByRole('row');
    await expect(rows).toHaveCount(charges.length + 1);
    await expect(rows.nth(1)).toContainText(
      `${charges[0]?.fileName}, line ${charges[0]?.line.toLocaleString('en-US')}`,
    );
    await expect(rows.nth(1)).toContainText(exactAmount(charges[0]?.effectiveCost ?? 'no charge'));
    await panelOf(page).getByRole('button', { name: 'Earlier' }).click();
    await expect(panelOf(page).getByRole('button', { name: 'Latest' })).toBeVisible();
  });

  test('is dismissed for a while with a reason, seen at once and in its history, and reopened', async ({
    page,
    api,
  }) => {
    const { items } = await call(api, listRecommendationsContract, {
      status: 'open',
      hasTicket: 'false',
      action: 'migrate',
      sort: 'saving', // the largest is another test's
      limit: 1,
    });
    const id = items[0]?.id ?? '';
    const reason = freshName('The batch needs it until spring.');
    await page.goto(`/recommendations/${id}`);
    const panel = panelOf(page);
    await isLive(panel.getByRole('button', { name: 'Dismiss' }));
    await panel.getByRole('button', { name: 'Dismiss' }).click();
    const window = page.getByRole('dialog');
    await window.getByRole('button', { name: 'Dismiss' }).click();
    await expect(window.getByLabel('Why')).toBeFocused(); // a reason is asked for
    await window.getByLabel('Why').fill(reason);
    await window.getByLabel('For how long').selectOption({ label: 'Snooze for a month' });
    await window.getByRole('button', { name: 'Dismiss' }).click();
    await expect(window).toBeHidden();

    await expect(panel.getByText(/^Dismissed by /)).toBeVisible();
    await expect(panel.getByText(/It comes back .* if it is still found/)).toBeVisible();
    const history = panel.getByRole('list', { name: 'History of the recommendation' });
    await expect(history).toContainText(reason);
    await expect(history).toContainText(/by \w+/);
    await expect(rowOf(page, id)).toHaveCount(0); // the list beside it is of open ones

    await panel.getByRole('button', { name: 'Reopen' }).click();
    await expect(panel.getByRole('button', { name: 'Dismiss' })).toBeVisible();
    await expect(history).toContainText('Reopened');
    await expect(rowOf(page, id)).toBeVisible();
  });

  test('several are dismissed together', async ({ page, api }) => {
    const { items } = await call(api, listRecommendationsContract, {
      status: 'open',
      action: 'tag_owner',
      limit: 2,
    });
    const ids = items.map(({ id }) => id);
    expect(ids).toHaveLength(2);
    await openList(page, '/recommendations?action=tag_owner');
    for (const id of ids) await rowOf(page, id).getByRole('checkbox').check();
    await expect(page.getByText('2 selected')).toBeVisible();
    await page.getByRole('button', { name: 'Dismiss' }).click();
    const window = page.getByRole('dialog', { name: 'Dismiss 2 recommendations' });
    await window.getByLabel('Why').fill('Shared accounts.');
    await window.getByRole('button', { name: 'Dismiss' }).click();
    await expect(window).toBeHidden();
    for (const id of ids) await expect(rowOf(page, id)).toHaveCount(0);
    for (const id of ids)
      expect((await call(api, readRecommendationContract, { id })).status).toBe('dismissed');
  });

  test.describe('that is not there', () => {
    test.use({ expectedErrors: /status of 404/ });

    test('says so', async ({ page }) => {
      await page.goto('/recommendations/999999999');
      await expect(page.getByRole('main')).toContainText(/not (here|found|there)/i);
    });
  });
});

test.describe('a viewer', () => {
  test.use(signedOut);

  test('changes the given password at the first sign-in, reads everything and finds nothing to change it with', async ({
    page,
    api,
  }) => {
    const email = `${freshName('viewer').replace(' ', '-')}@example.com`;
    const [given, own] = ['a-given-password-1', 'my-own-long-password-2'];
    await call(api, createUserContract, { email, name: 'Vera Viewer', role: 'viewer', password: given });
    await page.goto('/recommendations');
    await isLive(page.getByRole('button', { name: 'Sign in' }));
    await page.getByLabel(/e-?mail/i).fill(email);
    await page.getByLabel(/password/i).fill(given);
    await page.getByRole('button', { name: 'Sign in' }).click();

    await expect(page).toHaveURL(/\/account\/password/);
    await page.goto('/recommendations');
    await expect(page).toHaveURL(/\/account\/password/); // and nowhere else before that
    await isLive(page.getByRole('button', { name: 'Change password' }));
    await page.getByLabel('The password you were given').fill(given);
    await page.getByLabel('New password', { exact: true }).fill(own);
    await page.getByLabel('New password again').fill(`${own}!`);
    await page.getByRole('button', { name: 'Change password' }).click();
    await expect(page.getByText('The two are not the same.')).toBeVisible();
    await page.getByLabel('New password again').fill(own);
    await page.getByRole('button', { name: 'Change password' }).click();
    await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();

    await page.goto('/recommendations');
    await rowsOf(page).first().locator('[data-row-link]').click();
    await expect(panelOf(page).getByRole('heading', { name: 'Why' })).toBeVisible();
    await expect(page.getByRole('checkbox')).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Dismiss' })).toHaveCount(0);
    for (const [path, button] of [
      ['/runs', 'Start'],
      ['/sources', 'Add a source'],
    ] as const) {
      await page.goto(path);
      await expect(rowsOf(page).first()).toBeVisible();
      await expect(page.getByRole('button', { name: button, exact: true })).toHaveCount(0);
    }
    await page.goto('/tickets');
    await rowsOf(page).first().locator('[data-row-link]').click();
    await expect(panelOf(page).getByRole('heading', { name: 'Both sides' })).toBeVisible();
    await expect(panelOf(page).getByRole('button', { name: /Link|Send|Create/ })).toHaveCount(0);
  });
});
