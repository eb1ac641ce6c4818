import { fullAmount } from '@/components/ui/money';
import { listCostGroupsContract, readCostTotalsContract } from '@/lib/contracts/costs';
import {
  listRecommendationsContract,
  readOverviewContract,
  readRecommendationTotalsContract,
} from '@/lib/contracts/recommendations';
import { addAmounts } from '@/lib/core/money';
import { addSource, call, ENDED, expect, isLive, rowsOf, runIn, startRun, test } from './fixtures';

test('says how fresh everything is @mobile', async ({ page }) => {
  await page.goto('/');
  const head = page.locator('main header');
  await expect(head).toContainText(/Data through \d{1,2} \w{3,4} \d{4}/);
  await expect(head).toContainText(/\d+% of spend covered/);
  await expect(head).toContainText(/Last successful generation \S/);
});

test('what waits for a person stands first, and leads there', async ({ page, api }) => {
  const source = await addSource(api, 'inventory');
  const waiting = page.locator('section').filter({ hasText: 'Needs a person' });
  await expect(async () => {
    const id = await startRun(api, 'read-source', { sourceId: source.id }); // another may go well in between
    expect((await runIn(api, id, ENDED)).state).toBe('failed');
    await page.goto('/');
    await expect(waiting).toContainText('1 graph failed in its last run', { timeout: 2_000 });
  }).toPass();
  await expect(page.locator('main section').first()).toContainText('Needs a person');
  await waiting.getByRole('link', { name: '1 graph failed in its last run' }).click();
  await expect(page).toHaveURL(/\/runs\?state=failed/);
  await expect(rowsOf(page).first()).toContainText('Failed');
  await expect(rowsOf(page).filter({ hasNotText: 'Failed' })).toHaveCount(0);
});

const FIGURES = [
  { name: 'Open', filter: { status: 'open' }, of: 'open' },
  { name: 'In progress', filter: { status: 'in_progress' }, of: 'inProgress' },
  { name: 'Closed, unverified', filter: { status: 'closed' }, of: 'closedUnverified' },
  { name: 'Verified', filter: { status: 'verified' }, of: 'verified' },
] as const;

for (const { name, filter, of } of FIGURES) {
  test(`the figure “${name}” opens the rows that it is the sum of`, async ({ page, api }) => {
    await page.goto('/');
    const figure = page.getByRole('link', { name, exact: true });
    await isLive(figure);
    const { savings } = await call(api, readOverviewContract);
    const [shown] = savings[of];
    const totals = await call(api, readRecommendationTotalsContract, { ...filter, isExcluded: 'false' });
    expect(totals.count).toBe(shown?.count ?? 0);
    if (of === 'verified') expect(totals.realised[0]?.amount).toBe(shown?.amount);
    else expect(Number(totals.savings[0]?.amount ?? 0)).toBe(Number(shown?.amount ?? 0));

    await figure.click();
    await expect(page).toHaveURL(/\/recommendations\?/);
    await expect(page.locator('main header')).toContainText(`${totals.count} found`);
    await expect(rowsOf(page)).toHaveCount(Math.min(50, totals.count));
  });
}

for (const { name, filter, sums } of [
  { name: 'Cost of waiting so far', filter: { isWaiting: 'true' }, sums: 'costOfWaiting' },
  { name: 'At stake, not counted', filter: { isAtStake: 'true' }, sums: 'atStake' },
] as const) {
  test(`the figure “${name}” opens rows that show and add up to it`, async ({ page, api }) => {
    await page.goto('/');
    const figure = page.getByRole('link', { name, exact: true });
    await isLive(figure);
    const { savings, costOfWaiting } = await call(api, readOverviewContract);
    const shown = sums === 'atStake' ? savings.atStake : costOfWaiting;
    const totals = await call(api, readRecommendationTotalsContract, { ...filter, isExcluded: 'false' });
    expect(totals[sums]).toEqual(shown);
    const { items } = await call(api, listRecommendationsContract, {
      ...filter,
      isExcluded: 'false',
      limit: 200,
    });
    const own = items.map((row) => (sums === 'atStake' ? row.atStake : row.costOfWaiting) ?? '0');
    if (items.length < 200 && shown.length <= 1) expect(addAmounts(own)).toBe(shown[0]?.amount ?? '0');

    await figure.click();
    await expect(page.locator('main header')).toContainText(
      sums === 'atStake' ? 'at stake' : 'spent waiting',
    );
  });
}

test('the cost of 30 days opens the charges that it is the sum of, to the last digit', async ({
  page,
  api,
}) => {
  await page.goto('/');
  const figure = page.getByRole('link', { name: 'Cost of 30 days', exact: true });
  await isLive(figure);
  const { monthCost } = await call(api, readOverviewContract);
  const totals = await call(api, readCostTotalsContract, { isSettled: 'true' });
  expect(totals.items.map(({ currency, cost, rows }) => ({ currency, amount: cost, count: rows }))).toEqual(
    monthCost,
  );
  const groups = await call(api, listCostGroupsContract, { isSettled: 'true', by: 'account' });
  for (const { currency, amount } of monthCost) {
    const own = groups.items.filter((group) => group.currency === currency);
    expect(addAmounts(own.map(({ cost }) => cost))).toBe(amount);
  }

  await figure.click();
  await expect(page).toHaveURL(/\/costs/);
  const [first] = monthCost;
  await expect(page.locator('main header')).toContainText(
    `${fullAmount(first?.amount ?? '')} ${first?.currency}`,
  );
  await expect(page.getByRole('table', { name: 'Charges' }).getByRole('row').nth(1)).toBeVisible();
  await page.getByLabel('Group', { exact: true }).selectOption('account');
  await expect(page.getByRole('table', { name: 'Costs by account' }).getByRole('row')).toHaveCount(
    groups.items.length + 1,
  );
});

test('an owner’s line opens what that owner has on the board', async ({ page }) => {
  await page.goto('/');
  const owner = page.getByRole('rowheader').getByRole('link').filter({ hasNotText: 'Unowned' }).first();
  await isLive(owner);
  const name = (await owner.textContent()) ?? '';
  await owner.click();
  await expect(page).toHaveURL(new RegExp(`owner=${name}`));
  await expect(page.getByLabel('Owner', { exact: true })).toHaveValue(name);
  await expect(rowsOf(page).first()).toContainText(name);
});
