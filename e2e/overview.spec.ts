import { readOverviewContract, readRecommendationTotalsContract } from '@/lib/contracts/recommendations';
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
  { name: 'At stake, not counted', filter: { isAtStake: 'true' }, of: 'atStake' },
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
    else if (of !== 'atStake')
      expect(Number(totals.savings[0]?.amount ?? 0)).toBe(Number(shown?.amount ?? 0));

    await figure.click();
    await expect(page).toHaveURL(/\/recommendations\?/);
    await expect(page.locator('main header')).toContainText(`${totals.count} found`);
    await expect(rowsOf(page)).toHaveCount(Math.min(50, totals.count));
  });
}

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
