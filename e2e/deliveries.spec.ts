import { randomUUID } from 'node:crypto';
import type { APIRequestContext, Page } from '@playwright/test';
import {
  listImportsContract,
  previewChangeContract,
  readChargeTotalsContract,
  readImportContract,
  readSourceContract,
} from '@/lib/contracts/sources';
import { importResult } from '@/lib/sources/schema';
import { addSource, call, expect, isLive, panelOf, test } from './fixtures';

/** Bills of a month that is over, each of a billing account that no other test has: one account and month counts once. */
const DAY_MS = 86_400_000;
const HEAD =
  'BilledCost,BillingAccountId,BillingCurrency,BillingPeriodStart,BillingPeriodEnd,ChargeCategory,ChargeClass,ChargePeriodStart,ChargePeriodEnd,EffectiveCost,ListCost,ProviderName,ResourceId,ServiceName,SkuId,SubAccountId';

const newAccount = () => `pay-${randomUUID().slice(0, 8)}`;

function startOfMonth(back: number): number {
  const now = new Date();
  return Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1);
}
const MONTH = new Intl.DateTimeFormat('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
  startOfMonth(2),
);

type Bill = { account: string; days: number; cost: string; volume?: string };

/** One charge a day from the first of the month before the last one on. */
function billOf({ account, days, cost, volume = 'vol-1' }: Bill): string {
  const iso = (at: number) => new Date(at).toISOString();
  const [start, end] = [startOfMonth(2), startOfMonth(1)];
  const lines = Array.from({ length: days }, (_, day) => {
    const from = start + day * DAY_MS;
    return `${cost},${account},USD,${iso(start)},${iso(end)},Usage,,${iso(from)},${iso(from + DAY_MS)},${cost},${cost},AWS,${volume}-${account},Amazon Elastic Compute Cloud,SKU1,${account}`;
  });
  return `${HEAD}\n${lines.join('\n')}\n`;
}

const file = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

async function upload(api: APIRequestContext, sourceId: string, name: string, bill: string) {
  const answer = await api.put(`/api/sources/${sourceId}/import?file=${name}`, {
    headers: { 'content-type': 'text/csv' },
    data: Buffer.from(bill),
  });
  expect(answer.status(), await answer.text()).toBe(200);
  return importResult.parse(await answer.json());
}

/** A source whose month counts 28 days at 10, and a reader of what its one resource costs. */
async function monthOf(api: APIRequestContext, account: string) {
  const source = await addSource(api, 'focus');
  const first = await upload(api, source.id, 'whole.csv', billOf({ account, days: 28, cost: '10' }));
  const preview = await call(api, previewChangeContract, { id: first.importId, change: 'withdraw' });
  const resourceId = preview.rows[0]?.resourceId ?? '';
  const cost = async () => {
    const totals = await call(api, readChargeTotalsContract, { id: resourceId });
    return totals.items.map(({ effectiveCost }) => effectiveCost).join();
  };
  expect(await cost()).toBe('280');
  return { source, first, cost };
}

async function openSource(page: Page, id: string) {
  await page.goto(`/sources/${id}`);
  const panel = panelOf(page);
  await isLive(panel.getByLabel(/Drop a file here/));
  return panel;
}

for (const { answer, cost, after } of [
  { answer: 'Replace', cost: '20', after: { Now: '280.00', After: '20.00' } },
  { answer: 'Add to', cost: '300', after: { Now: '280.00', After: '300.00' } },
]) {
  test(`an import that would lose days waits, and is answered with “${answer}” after a preview`, async ({
    page,
    api,
  }) => {
    const account = newAccount();
    const month = await monthOf(api, account);
    const panel = await openSource(page, month.source.id);
    await panel
      .getByLabel(/Drop a file here/)
      .setInputFiles(file('two-days.csv', billOf({ account, days: 2, cost: '10.0' })));
    await expect(panel.getByText(`${MONTH} waits for your answer, above.`)).toBeVisible();
    await expect(
      panel.getByText(
        new RegExp(`It has 2 rows for ${MONTH} where the last had 28.*Replace ${MONTH}, or add`),
      ),
    ).toBeVisible();
    const row = panel.getByRole('listitem').filter({ hasText: 'two-days.csv' }).last();
    await expect(row).toContainText('Waiting for an answer');
    expect(await month.cost()).toBe('280'); // what counted before goes on counting
    expect((await call(api, readSourceContract, { id: month.source.id })).waiting).toBe(1);

    await panel.getByRole('button', { name: `${answer} ${MONTH}` }).click();
    const dialog = page.getByRole('dialog', { name: `${answer} ${MONTH}: ${account}` });
    const billed = dialog.getByRole('row', { name: /^Billed cost/ });
    await expect(billed).toContainText(after.Now);
    await expect(billed).toContainText(after.After);
    await expect(dialog.getByRole('row', { name: /^Effective cost/ })).toContainText(after.After);
    await dialog.getByLabel('Note').fill('by the spec of deliveries');
    await dialog.getByRole('button', { name: `${answer} ${MONTH}` }).click();
    await expect(dialog).toBeHidden();
    await expect(row).toContainText('Counts');
    await expect(panel.getByText(/waits? for your answer/)).toHaveCount(0);
    expect(await month.cost()).toBe(cost);
    await row.locator('summary').click();
    await expect(row).toContainText('by the spec of deliveries');
    expect((await call(api, readSourceContract, { id: month.source.id })).waiting).toBe(0);
  });
}

test('a restated month is previewed before it counts, and left out it changes nothing', async ({
  page,
  api,
}) => {
  const account = newAccount();
  const month = await monthOf(api, account);
  await upload(api, month.source.id, 'restated.csv', billOf({ account, days: 28, cost: '7' }));
  const panel = await openSource(page, month.source.id);
  await expect(panel.getByText(/charges 1\d\d\.\d\d USD where 2\d\d\.\d\d were charged/)).toBeVisible();
  await panel.getByRole('button', { name: `Replace ${MONTH}` }).click();
  const dialog = page.getByRole('dialog', { name: `Replace ${MONTH}: ${account}` });
  await expect(dialog.getByRole('status')).toHaveText('−84.00 USD; no verified saving changes');
  await expect(dialog.getByRole('row', { name: /^Billed cost/ })).toContainText('196.00');
  const rows = dialog.getByRole('table', { name: 'Charges that differ' }).getByRole('row');
  await expect(rows).toHaveCount(29); // the heading and 28 days
  await expect(rows.nth(1)).toContainText(`vol-1-${account}`);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect(await month.cost()).toBe('280');

  await panel.getByRole('button', { name: 'Leave it out' }).click();
  const leaving = page.getByRole('dialog', { name: `Leave it out: ${account}` });
  await expect(leaving.getByText('No row differs by resource, SKU and day.')).toBeVisible();
  await leaving.getByRole('button', { name: 'Leave it out' }).click();
  await expect(panel.getByText(`restated.csv was left out of ${MONTH}.`)).toBeVisible();
  await expect(panel.getByRole('listitem').filter({ hasText: 'restated.csv' }).last()).toContainText(
    'Left out',
  );
  expect(await month.cost()).toBe('280');
});

test('what waits is among what needs attention, and the setting of the source answers it', async ({
  page,
  api,
}) => {
  const account = newAccount();
  const month = await monthOf(api, account);
  await upload(api, month.source.id, 'again.csv', billOf({ account, days: 3, cost: '10' }));
  await page.goto('/');
  const link = page.getByRole('link', { name: `${month.source.name}: ${MONTH} waits for an answer` });
  await isLive(link);
  await link.click();
  const panel = panelOf(page);
  const handling = panel.getByLabel('New deliveries');
  await isLive(handling);
  await handling.selectOption({ label: 'Add to the month' });
  await expect(panel.getByText(/1 billing month waits for an answer\. Saving answers it/)).toBeVisible();
  await panel.getByRole('button', { name: 'Save' }).click();
  await expect(panel.getByText('1 delivery was answered')).toBeVisible();
  await expect(panel.getByRole('heading', { name: 'Waiting for an answer' })).toBeHidden();
  expect(await month.cost()).toBe('310');
  expect((await call(api, readSourceContract, { id: month.source.id })).config.handling).toBe('append');
});

test('an import is undone after a preview, and what it replaced counts again @mobile', async ({
  page,
  api,
}) => {
  const account = newAccount();
  const month = await monthOf(api, account);
  const second = await upload(api, month.source.id, 'second.csv', billOf({ account, days: 28, cost: '12' }));
  expect(second.waiting).toEqual([]);
  expect(await month.cost()).toBe('336');
  const panel = await openSource(page, month.source.id);
  const row = panel.getByRole('listitem').filter({ hasText: 'second.csv' }).last();
  await expect(row).toContainText('Counts');
  await expect(panel.getByRole('listitem').filter({ hasText: 'whole.csv' }).last()).toContainText('Replaced');
  await row.getByRole('button', { name: 'Undo import' }).click();
  const dialog = page.getByRole('dialog', { name: 'Undo import of second.csv' });
  await expect(dialog.getByRole('status')).toHaveText('−56.00 USD; no verified saving changes');
  await expect(dialog.getByRole('row', { name: /^Rows/ })).toContainText('28');
  await dialog.getByRole('button', { name: 'Undo import' }).click();
  await expect(panel.getByText('The import of second.csv was undone.')).toBeVisible();
  await expect(row).toContainText(/Undone by .+/);
  await expect(row.getByRole('button', { name: 'Undo import' })).toHaveCount(0);
  expect(await month.cost()).toBe('280');
});

test('several files dropped together are one delivery, which counts once all are here', async ({
  page,
  api,
}) => {
  const [account, source] = [newAccount(), await addSource(api, 'focus')];
  const panel = await openSource(page, source.id);
  const part = (volume: string) => billOf({ account, days: 28, cost: '1', volume });
  await panel
    .getByLabel(/Drop a file here/)
    .setInputFiles([
      file('b.csv', part('vol-2')),
      file('a.csv', part('vol-1')),
      file('c.csv', part('vol-3')),
    ]);
  await expect(panel.getByText('All 3 parts are here')).toBeVisible();
  await expect(panel.getByText('84 of 84 rows imported.')).toBeVisible();
  const { items } = await call(api, listImportsContract, { id: source.id });
  expect(new Set(items.map(({ delivery }) => delivery)).size).toBe(1);
  expect(items.map((one) => [one.fileName, one.part, one.parts, one.standings])).toEqual([
    ['c.csv', 3, 3, [{ standing: 'base', count: 1 }]],
    ['b.csv', 2, 3, [{ standing: 'base', count: 1 }]],
    ['a.csv', 1, 3, [{ standing: 'base', count: 1 }]],
  ]);
  const preview = await call(api, previewChangeContract, { id: items[0]?.id, change: 'withdraw' });
  expect(preview.months).toMatchObject([{ billedBefore: '84', billedAfter: '0', rowsBefore: 84 }]);
});

test.describe('a part that is not a bill', () => {
  test.use({ expectedErrors: /status of 4\d\d/ });

  test('is told as missing, and another file takes its place', async ({ page, api }) => {
    const [account, source] = [newAccount(), await addSource(api, 'focus')];
    const panel = await openSource(page, source.id);
    const part = (volume: string) => billOf({ account, days: 28, cost: '1', volume });
    await panel
      .getByLabel(/Drop a file here/)
      .setInputFiles([
        file('1.csv', part('vol-1')),
        file('2.csv', 'a,b\n1,2\n'),
        file('3.csv', part('vol-3')),
      ]);
    await expect(panel.getByText('2 of 3 parts are here', { exact: true })).toBeVisible();
    await expect(panel.getByText(/Missing: part 2 \(2\.csv\)/)).toBeVisible();
    const [newest] = (await call(api, listImportsContract, { id: source.id })).items;
    expect(await call(api, readImportContract, { id: newest?.id })).toMatchObject({
      partsHere: 2,
      partsMissing: [2],
      deliveries: [{ standing: 'incomplete' }],
    });
    await expect(panel.getByRole('listitem').filter({ hasText: '3.csv' }).last()).toContainText(
      'Parts missing',
    );
    await panel
      .getByLabel('Choose another file for part 2')
      .setInputFiles(file('2-right.csv', part('vol-2')));
    await expect(panel.getByText('All 3 parts are here')).toBeVisible();
    expect((await call(api, readImportContract, { id: newest?.id })).deliveries).toMatchObject([
      { standing: 'base' },
    ]);
  });
});

test('a month that two sources have is told on both, and counted once', async ({ page, api }) => {
  const account = newAccount();
  const month = await monthOf(api, account);
  const other = await addSource(api, 'focus');
  await upload(api, other.id, 'elsewhere.csv', billOf({ account, days: 28, cost: '11' }));
  expect(await month.cost()).toBe('308');
  const panel = await openSource(page, month.source.id);
  await expect(
    panel.getByText(
      `${MONTH} of ${account} is also in ${other.name}. It is counted once, from ${other.name}.`,
    ),
  ).toBeVisible();
  await panel.getByRole('link', { name: other.name }).click();
  await expect(
    panelOf(page).getByText(
      `${MONTH} of ${account} is also in ${month.source.name}. It is counted once, from this source.`,
    ),
  ).toBeVisible();
});
