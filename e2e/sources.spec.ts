import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { request as sendSlowly } from 'node:http';
import { join } from 'node:path';
import { listImportsContract, readSourceContract } from '@/lib/contracts/sources';
import {
  addSource,
  bearer,
  call,
  ENDED,
  expect,
  freshName,
  isLive,
  openList,
  panelOf,
  rowOf,
  rowsOf,
  runIn,
  test,
} from './fixtures';

const DAY_MS = 86_400_000;
const HEAD =
  'BilledCost,BillingAccountId,BillingCurrency,BillingPeriodStart,BillingPeriodEnd,ChargeCategory,ChargeClass,ChargePeriodStart,ChargePeriodEnd,EffectiveCost,ListCost,ProviderName,ResourceId,ServiceName,SubAccountId,ChargeDescription';

/** A bill of rows of one account over the days of the month that lies two months back; nobody else has that account. */
function billOf(
  rows: number,
  change: (row: number) => { cost?: string; words?: string } = () => ({}),
): string {
  const now = new Date();
  const [start, end] = [2, 1].map((back) => Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1));
  const account = `e2e-${randomUUID()}`;
  const iso = (at = 0) => new Date(at).toISOString();
  const lines = Array.from({ length: rows }, (_, row) => {
    const { cost = '0.0125', words = '' } = change(row);
    const from = (start ?? 0) + (row % 28) * DAY_MS;
    return `${cost},${account},USD,${iso(start)},${iso(end)},Usage,,${iso(from)},${iso(from + DAY_MS)},${cost},0.02,AWS,vol-${row % 40},Amazon Elastic Compute Cloud,${account},${words}`;
  });
  return `${HEAD}\n${lines.join('\n')}\n`;
}

const file = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

/** The shared sample where it is there, else a made bill of as many rows: either way a thousand are accounted for. */
const SAMPLE = join(process.cwd(), '../shared/data/focus/focus_sample_1.0.csv');
const thousand = () => (existsSync(SAMPLE) ? readFileSync(SAMPLE, 'utf8') : billOf(1_000));

test('a source is added, a bill of 1,000 rows sent and accounted for, read by a run, and the same again is nothing new', async ({
  page,
  api,
}) => {
  const name = freshName('Bill of the browser');
  await openList(page, '/sources');
  await page.getByRole('button', { name: 'Add a source' }).click();
  const form = page.getByRole('dialog', { name: 'Add a source' });
  await form.getByLabel('Name').fill(name);
  await form.getByLabel('Kind').selectOption({ label: 'FOCUS bill' });
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page).toHaveURL(/\/sources\/[0-9a-f-]{36}$/);
  const id = page.url().split('/').at(-1) ?? '';
  const panel = panelOf(page);
  await expect(panel.getByRole('heading', { name })).toBeVisible();
  await expect(panel.getByText('BillingPeriodStart')).toBeVisible(); // what a bill must have, said before

  const bill = file('thousand.csv', thousand());
  await panel.getByLabel(/Drop a file here/).setInputFiles(bill);
  await expect(panel.getByText('1,000 of 1,000 rows imported')).toBeVisible();
  await expect(panel.getByRole('listitem').filter({ hasText: 'thousand.csv' })).toContainText('Counts');
  await expect(panel.getByText(/1,000 of 1,000 rows, FOCUS 1\.\d, by/)).toBeVisible();
  const run = await panel.getByRole('link', { name: 'see the run' }).getAttribute('href');
  expect((await runIn(api, run?.split('/').at(-1) ?? '', ENDED)).state).toBe('succeeded');
  expect((await call(api, readSourceContract, { id })).rowsRead).toBe(1_000);

  await panel.getByLabel(/Drop a file here/).setInputFiles(bill);
  await expect(panel.getByText('The same file was here before: nothing was changed.')).toBeVisible();
  const history = await call(api, listImportsContract, { id });
  expect(history.items.map(({ state }) => state)).toEqual(['unchanged', 'done']);
});

test.describe('a file that is none', () => {
  test.use({ expectedErrors: /status of 4\d\d/ });

  test('is refused with the columns named that it lacks, and stays in the history', async ({ page, api }) => {
    const source = await addSource(api, 'focus');
    await page.goto(`/sources/${source.id}`);
    const panel = panelOf(page);
    await isLive(panel.getByLabel(/Drop a file here/));
    await panel
      .getByLabel(/Drop a file here/)
      .setInputFiles(file('prices.csv', 'BilledCost,ResourceId\n1,vol-1\n'));
    const alert = panel.getByRole('alert').first();
    await expect(alert).toContainText('This is not a FOCUS bill');
    await expect(alert).toContainText('EffectiveCost');
    await expect(alert).toContainText('BillingPeriodStart');
    const row = panel.getByRole('listitem').filter({ hasText: 'prices.csv' });
    await expect(row).toContainText('Refused');
    await expect(rowOf(page, source.id)).toBeVisible();
  });
});

test('a bad row is told by line and column and does not sink the file', async ({ page, api }) => {
  const source = await addSource(api, 'focus');
  const bill = billOf(300, (row) => (row === 41 ? { cost: 'twelve' } : {}));
  await page.goto(`/sources/${source.id}`);
  const panel = panelOf(page);
  await isLive(panel.getByLabel(/Drop a file here/));
  await panel.getByLabel(/Drop a file here/).setInputFiles(file('one-bad-row.csv', bill));
  await expect(panel.getByText('299 of 300 rows imported')).toBeVisible();
  await expect(
    panel
      .getByText('1 row was refused. The other rows count.')
      .or(panel.getByText(/1 row refused/))
      .first(),
  ).toBeVisible();
  const fault = panel.getByRole('row', { name: /^43 .*BilledCost/ }).first(); // the heading is line 1
  await expect(fault).toContainText('“twelve” is not a decimal number');
  await panel.locator('summary', { hasText: '1 row refused' }).click();
  await expect(panel.getByRole('row', { name: /^43 / })).toHaveCount(2); // in the history it stays
});

test('what a source covers is shown scope by scope and day by day @mobile', async ({ page }) => {
  await page.goto('/sources');
  const bill = rowsOf(page).filter({ hasText: 'AWS bill' });
  await isLive(bill);
  await bill.locator('[data-row-link]').click();
  const coverage = panelOf(page).locator('section', { has: page.getByRole('heading', { name: 'Coverage' }) });
  await expect(coverage.getByRole('rowheader', { name: /411100000001/ })).toBeVisible();
  await expect(
    coverage.getByRole('img', { name: /411100000001, \d{4}-\d\d-\d\d: whole, [\d,]+ rows/ }).first(),
  ).toBeAttached();
  await expect(coverage).toContainText(/\d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d/);
});

test.describe('on a slow line', () => {
  test.use({ expectedErrors: /status of 4\d\d|ERR_/ });

  test('an upload shows how far it is and can be stopped; nothing of it stays', async ({ page, api }) => {
    const source = await addSource(api, 'focus');
    await page.goto(`/sources/${source.id}`);
    const panel = panelOf(page);
    await isLive(panel.getByLabel(/Drop a file here/));
    const line = await page.context().newCDPSession(page);
    await line.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: 6_000, // minutes: it is under way for as long as is needed
    });
    await panel.getByLabel(/Drop a file here/).setInputFiles(file('slow.csv', billOf(6_000)));
    await expect(panel.getByRole('progressbar', { name: 'Sending slow.csv' })).toBeVisible();
    await expect(panel.getByRole('status')).toContainText(/\d+(\.\d)? [kM]B of \d+(\.\d)? [kM]B/);
    await panel.getByRole('button', { name: 'Stop' }).first().click();
    await expect(panel.getByText('The upload was stopped.')).toBeVisible();
    await line.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: -1,
    });
    const row = panel.getByRole('listitem').filter({ hasText: 'slow.csv' });
    await expect(row).toContainText(/Cancelled|Failed/);
    expect((await call(api, readSourceContract, { id: source.id })).dataThrough).toBeNull();
  });
});

test('an upload that another program sends is seen coming in, and can be cancelled from here', async ({
  page,
  api,
  baseURL,
}) => {
  const source = await addSource(api, 'focus');
  const [begin, rest] = [billOf(2_000), billOf(2_000)];
  const upload = sendSlowly(`${baseURL}/api/sources/${source.id}/import?file=nightly.csv`, {
    method: 'PUT',
    headers: { ...bearer(), 'content-type': 'text/csv', 'content-length': begin.length + rest.length },
  });
  const ended = new Promise<number>((done) => {
    upload.on('response', (answer) => done(answer.resume().statusCode ?? 0));
    upload.on('error', () => done(0)); // the connection was closed with the upload
  });
  upload.write(begin); // and then no more: its program has gone quiet
  await expect
    .poll(async () => (await call(api, listImportsContract, { id: source.id })).items[0]?.state)
    .toBe('receiving');

  await page.goto(`/sources/${source.id}`);
  const row = panelOf(page).getByRole('listitem').filter({ hasText: 'nightly.csv' });
  await expect(row).toContainText('Receiving');
  await expect(row.getByRole('progressbar', { name: 'Receiving nightly.csv' })).toBeVisible();
  await isLive(row.getByRole('button', { name: 'Stop' }));
  await row.getByRole('button', { name: 'Stop' }).click();
  await expect(row).toContainText('Cancelled');
  expect(await ended).not.toBe(200);
  upload.destroy();
});

test('50 MB go through the API whole', async ({ api }) => {
  const source = await addSource(api, 'focus');
  const words = 'x'.repeat(1_500);
  const rows = 32_000;
  const bill = billOf(rows, () => ({ words }));
  expect(bill.length).toBeGreaterThan(50_000_000);
  const answer = await api.put(`/api/sources/${source.id}/import?file=large.csv`, {
    headers: { 'content-type': 'text/csv' },
    data: Buffer.from(bill),
    timeout: 170_000,
  });
  expect(answer.status(), await answer.text()).toBe(200);
  expect(await answer.json()).toMatchObject({
    state: 'done',
    rowsRead: rows,
    rowsAccepted: rows,
    bytes: bill.length,
  });
});
