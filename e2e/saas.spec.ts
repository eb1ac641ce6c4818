import { randomUUID } from 'node:crypto';
import * as costs from '@/lib/contracts/costs';
import { readSourceContract } from '@/lib/contracts/sources';
import { addSource, call, ENDED, expect, isLive, panelOf, runIn, test } from './fixtures';

const DAY_MS = 86_400_000;

/** FOCUS 1.4 with its mandatory columns only: no resource, no account below the billing account, no SKU. */
const COLUMNS = [
  ...['BilledCost', 'BillingAccountId', 'BillingCurrency', 'BillingPeriodStart', 'BillingPeriodEnd'],
  ...['ChargeCategory', 'ChargePeriodStart', 'ChargePeriodEnd', 'ContractedCost', 'EffectiveCost'],
  ...['InvoiceIssuerName', 'ListCost', 'ServiceCategory', 'ServiceName', 'ServiceProviderName'],
];

/** A charge of 12.34 a day on the first 28 days of the month that lies two months back. */
function saasBill(account: string): string {
  const now = new Date();
  const month = (back: number) => Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1);
  const iso = (at: number) => new Date(at).toISOString();
  const lines = Array.from({ length: 28 }, (_, day) =>
    [
      ...['12.34', account, 'USD', iso(month(2)), iso(month(1)), 'Usage'],
      ...[iso(month(2) + day * DAY_MS), iso(month(2) + (day + 1) * DAY_MS), '12.34', '12.34'],
      ...['Exampleware', '15', 'AI and Machine Learning', 'Example Tokens', 'Exampleware'],
    ].join(','),
  );
  return `${[COLUMNS.join(','), ...lines].join('\n')}\n`;
}

test('a SaaS bill of mandatory columns only is taken, covered, and stands in the costs to the cent', async ({
  page,
  api,
}) => {
  const { id } = await addSource(api, 'focus');
  await page.goto(`/sources/${id}`);
  const panel = panelOf(page);
  const zone = panel.getByLabel(/Drop .* here/);
  await isLive(zone);
  const buffer = Buffer.from(saasBill(`e2e-${randomUUID()}`));
  await zone.setInputFiles({ name: 'tokens.csv', mimeType: 'text/csv', buffer });
  await expect(panel.getByText('28 of 28 rows imported')).toBeVisible();
  await expect(panel.getByText(/28 of 28 rows, FOCUS 1\.4, by/)).toBeVisible();
  const run = await panel.getByRole('link', { name: 'see the run' }).getAttribute('href');
  expect((await runIn(api, run?.split('/').at(-1) ?? '', ENDED)).state).toBe('succeeded');

  expect((await call(api, readSourceContract, { id })).coverage).toEqual({ whole: 1, partial: 0, none: 0 });
  const { items } = await call(api, costs.readCostTotalsContract, { source: id, isSettled: true });
  expect(items).toMatchObject([{ currency: 'USD', rows: 28, cost: '345.52', billedCost: '345.52' }]);

  await page.goto(`/costs?source=${id}`);
  const charges = page.getByRole('table', { name: 'Charges' }).locator('tbody tr');
  await expect(charges).toHaveCount(28);
  await expect(charges.first()).toContainText('Example Tokens');
  await expect(page.getByText('345.52').first()).toBeVisible();
});
