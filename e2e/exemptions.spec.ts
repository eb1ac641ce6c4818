import { endExemptionContract, listExemptionsContract } from '@/lib/contracts/exemptions';
import { listRecommendationsContract } from '@/lib/contracts/recommendations';
import { bearer, call, expect, freshName, isLive, openList, panelOf, rowOf, test } from './fixtures';

/**
 * Exemptions as people make them. Each is of a tag that nothing carries, or is not saved: another test may generate at
 * any moment. That the next generation withdraws what is exempt stands in lib/recommendations/exemptions.
 */
test('a tag is exempted until a day, made longer and ended', async ({ page, api }) => {
  const tag = freshName('exempt').replaceAll(' ', '-').toLowerCase();
  await openList(page, '/exemptions');
  await page.getByRole('button', { name: 'Add an exemption' }).first().click();
  const window = page.getByRole('dialog', { name: 'Add an exemption' });
  await window.getByLabel('Exempt', { exact: true }).selectOption({ label: 'Tag' });
  await expect(window.getByText('Say what is exempt to see what it covers.')).toBeVisible();
  await window.getByLabel('Tag', { exact: true }).fill(tag);
  await expect(window.getByRole('status')).toContainText('It covers 0 resources and 0 open recommendations');
  await window.getByLabel('Why').fill('Stands by');
  await window.getByRole('button', { name: 'Exempt' }).click();
  await expect(window).toBeHidden();

  const panel = panelOf(page);
  await expect(panel.getByRole('heading', { level: 1 })).toContainText(`Tag ${tag}, whatever it says`);
  await expect(panel).toContainText('Stands by');
  const [made] = (await call(api, listExemptionsContract, { q: tag, limit: 1 })).items;
  const id = made?.id ?? '';
  await expect(rowOf(page, id)).toContainText('In force');
  await expect(page.getByRole('button', { name: 'Generate now' })).toBeVisible();

  await isLive(panel.getByRole('button', { name: 'Extend…' }));
  await panel.getByRole('button', { name: 'Extend…' }).click();
  const extend = page.getByRole('dialog', { name: 'Extend' });
  await extend.getByRole('button', { name: 'Extend' }).click();
  await expect(extend).toBeHidden();
  const [longer] = (await call(api, listExemptionsContract, { q: tag, limit: 1 })).items;
  expect(Date.parse(longer?.until ?? '')).toBeGreaterThan(Date.parse(made?.until ?? ''));

  await panel.getByRole('button', { name: 'End…', exact: true }).click();
  const end = page.getByRole('dialog', { name: 'End this exemption' });
  await end.getByLabel('Note').fill('The second site is gone');
  await end.getByRole('button', { name: 'End it' }).click();
  await expect(end).toBeHidden();
  await expect(panel).toContainText('The second site is gone');
  await expect(rowOf(page, id)).toHaveCount(0); // the list is of those in force
});

test('a recommendation is exempted where it stands, with its own resource, account and tags', async ({
  page,
  api,
}) => {
  const { items } = await call(api, listRecommendationsContract, {
    status: 'open',
    sort: 'saving',
    limit: 1,
  });
  const found = items[0];
  await page.goto(`/recommendations/${found?.id}`);
  const button = panelOf(page).getByRole('button', { name: 'Exempt…' });
  await isLive(button);
  await button.click();
  const window = page.getByRole('dialog', { name: 'Exempt' });
  await expect(window.getByRole('status')).toContainText('It covers 1 resource and 1 open recommendation,');
  const options = window.getByLabel('Exempt', { exact: true }).getByRole('option');
  await expect(options.nth(0)).toContainText('This resource:');
  await expect(options.nth(1)).toContainText(`Its account: ${found?.provider} ${found?.account}`);
  await window.getByRole('button', { name: 'Cancel' }).click();
  await expect(window).toBeHidden();
});

test('a set’s page tells how its rules do', async ({ page }) => {
  await page.goto('/rules/idle-load-balancers?tab=health');
  const table = page.getByRole('table', { name: 'Health of each rule' });
  await expect(table).toBeVisible();
  await expect(table.getByRole('rowheader').first()).toBeVisible();
});

test.afterAll(async ({ playwright, baseURL }) => {
  const api = await playwright.request.newContext({ baseURL, extraHTTPHeaders: bearer() });
  const left = await call(api, listExemptionsContract, { state: 'in_force', q: 'Stands by' });
  for (const { id, reason } of left.items) {
    if (reason === 'Stands by') await call(api, endExemptionContract, { id }); // of a test that failed half-way
  }
  await api.dispose();
});
