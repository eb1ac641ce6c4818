import { readRunContract } from '@/lib/contracts/runs';
import {
  addSource,
  call,
  ENDED,
  expect,
  isLive,
  openList,
  panelOf,
  RUN_MS,
  rowOf,
  runIn,
  startRun,
  test,
} from './fixtures';
import { healJira, noRunIsUnderWay, silenceJira } from './jira';

test('a run is started with the form, and is followed to its end without a reload', async ({ page }) => {
  await openList(page, '/runs');
  let loads = 0;
  page.on('load', () => {
    loads += 1;
  });
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  const form = page.getByRole('dialog', { name: 'Start a run' });
  await form.getByLabel('What').selectOption({ label: 'Generate recommendations' });
  await expect(form).toContainText('Read every source, run the rules');
  await form.getByRole('button', { name: 'Start' }).click();

  await expect(page).toHaveURL(/\/runs\/[0-9a-f-]{36}$/);
  const panel = panelOf(page);
  await expect(panel.getByRole('heading', { name: 'Generate recommendations' })).toBeVisible();
  const jobs = panel.getByRole('tabpanel', { name: 'Jobs' });
  await expect(jobs.getByText('record', { exact: true })).toBeVisible();
  await expect(panel.getByText(/^(Succeeded|Done with warnings)$/).first()).toBeVisible({ timeout: RUN_MS });
  for (const name of ['collect:AWS bill', 'evaluate', 'record', 'distribute:Sandbox Jira', 'summarise']) {
    const job = jobs.getByRole('listitem').filter({ has: page.getByText(name, { exact: true }) });
    await expect(job.first()).toContainText(/Succeeded|Done with warnings/);
  }
  const id = page.url().split('/').at(-1) ?? '';
  await expect(rowOf(page, id)).toContainText(/Succeeded|Done with warnings/);

  await panel.getByRole('tab', { name: 'Graph' }).click();
  await expect(
    panel.getByRole('img', { name: /^Attempt 1: (Succeeded|Done with warnings)/ }).first(),
  ).toBeVisible();
  await panel.getByRole('tab', { name: 'Log' }).click();
  await expect(panel.getByRole('tabpanel', { name: 'Log' })).not.toBeEmpty();
  expect(loads).toBe(0);
});

test.afterEach(({ api }) => healJira(api));

test('a run that waits for Jira is cancelled, says what a resume will do, and is resumed', async ({
  page,
  api,
}) => {
  await noRunIsUnderWay(api);
  await silenceJira(api, { method: 'GET', path: '/serverInfo' });
  const id = await startRun(api, 'sync-tickets');
  await page.goto(`/runs/${id}`);
  const panel = panelOf(page);
  await expect(panel.getByText(/^(Running|Waiting|Queued)$/).first()).toBeVisible();
  await isLive(panel.getByRole('button', { name: 'Cancel' }));
  await panel.getByRole('button', { name: 'Cancel' }).click();
  await expect(panel.getByText('Cancelled', { exact: true }).first()).toBeVisible();
  await healJira(api);

  await panel.getByRole('button', { name: 'Resume' }).click();
  const window = page.getByRole('dialog', { name: 'Resume this run' });
  await expect(window).toContainText('0 done, will be skipped. 1 job will run: monitor:Sandbox Jira.');
  await expect(window).toContainText('Nothing is sent twice.');
  await window.getByRole('button', { name: 'Resume' }).click();
  await expect(window).toBeHidden();
  await expect(panel.getByText('Succeeded', { exact: true }).first()).toBeVisible({ timeout: RUN_MS });
  expect((await call(api, readRunContract, { id })).epoch).toBe(2);
});

test('a job that failed says why, is tried again, and goes through once its cause is gone', async ({
  page,
  api,
}) => {
  const source = await addSource(api, 'inventory');
  const id = await startRun(api, 'read-source', { sourceId: source.id });
  expect((await runIn(api, id, ENDED)).state).toBe('failed');
  await openList(page, '/runs');
  await expect(rowOf(page, id)).toContainText('Failed'); // failed ones stand first
  await rowOf(page, id).locator('[data-row-link]').click();
  const panel = panelOf(page);
  await expect(panel.getByRole('alert')).toContainText('no inventory was imported for this source yet');
  const attempts = panel.getByRole('list', { name: 'Attempts' });
  await expect(attempts.getByRole('listitem')).toHaveCount(1); // what cannot become better is not tried again
  await expect(attempts).toContainText('Attempt 1');

  await panel.getByRole('button', { name: 'Retry this job' }).click();
  await expect(attempts.getByRole('listitem')).toHaveCount(2);
  await expect(panel.getByRole('button', { name: 'Retry this job' })).toBeVisible();

  const inventory = {
    schema: 1,
    collected_at: new Date().toISOString(),
    scopes: [
      { provider: 'aws', account: 'e2e-inventory', region: 'eu-west-1', kinds: ['disk'], complete: true },
    ],
    resources: [],
  };
  const sent = await api.put(`/api/sources/${source.id}/import?file=inventory.json`, {
    headers: { 'content-type': 'application/json' },
    data: JSON.stringify(inventory),
  });
  expect(sent.status(), await sent.text()).toBe(200);
  await panel.getByRole('button', { name: 'Retry this job' }).click();
  await expect(panel.getByText('Succeeded', { exact: true }).first()).toBeVisible();
  await expect(panel.getByRole('alert')).toHaveCount(0);
  await panel.getByText('collect', { exact: true }).click();
  await expect(attempts.getByRole('listitem')).toHaveCount(3);
});

test('a source to read is chosen by its name', async ({ page, api }) => {
  const source = await addSource(api, 'inventory');
  await openList(page, '/runs');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  const form = page.getByRole('dialog', { name: 'Start a run' });
  await form.getByLabel('What').selectOption({ label: 'Read a source' });
  await form.getByLabel('Source').selectOption({ label: source.name });
  await form.getByRole('button', { name: 'Start' }).click();
  await expect(panelOf(page).getByRole('heading', { name: 'Read a source' })).toBeVisible();
  await expect(panelOf(page).getByText('Failed', { exact: true }).first()).toBeVisible();
});
