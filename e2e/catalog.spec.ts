import type { Page } from '@playwright/test';
import { listDeliveriesContract } from '@/lib/contracts/deliveries';
import { type Catalogue, makeCatalogue, startCms } from './catalogue';
import { call, expect, freshName, isLive, openList, panelOf, RUN_MS, rowOf, rowsOf, test } from './fixtures';

const row = (page: Page, text: string | RegExp) => rowsOf(page).filter({ hasText: text });

/** Opens the row with the keyboard's or pointer's own way in. */
async function openRow(page: Page, text: string | RegExp): Promise<void> {
  await isLive(row(page, text).first());
  await row(page, text).first().locator('[data-row-link]').click();
}

const recordPage = ({ definitionId }: Catalogue, key: number) => `/drift/${definitionId}/${key}`;

test('a CMS is attached from the console, after the word that it keeps one listener, and what it posts comes live', async ({
  page,
  api,
}) => {
  const cms = await startCms(api);
  const name = freshName('CMS');
  await page.goto('/settings/connections?do=sender');
  const form = page.getByRole('dialog', { name: 'Add a sender' });
  await form.getByLabel('Name').fill(name);
  await form.getByLabel('Address', { exact: true }).fill(cms.url);
  await form.getByLabel('Field of the key').fill('fragrance_id');
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  const shown = page.getByRole('dialog', { name: 'The address' });
  await expect(shown).toContainText('it is not shown again');
  await expect(shown.getByText(/\/api\/webhooks\/cms\/[0-9a-f-]{36}\?token=.{20,}/)).toBeVisible();
  await shown.getByRole('button', { name: 'I have copied it' }).click();

  const panel = panelOf(page);
  await expect(panel.getByRole('heading', { name, level: 1 })).toBeVisible();
  await expect(panel.getByText('Not attached').first()).toBeVisible();
  await expect(panel).not.toContainText(/token=[0-9A-Za-z_-]{20,}/);
  await panel.getByRole('button', { name: 'Attach…' }).click();
  const warning = page.getByRole('dialog', { name: `Attach to ${name}` });
  await expect(warning).toContainText('A CMS keeps one listener.');
  await warning.getByRole('button', { name: 'Attach', exact: true }).click();
  await expect(panel.getByText('Attached', { exact: true }).first()).toBeVisible();
  expect(cms.listener()?.endpoint).toMatch(/^\/api\/webhooks\/cms\//);

  const senderId = new URL(page.url()).pathname.split('/').at(-1);
  await openList(page, `/deliveries?senderId=${senderId}`);
  await expect(page.getByText('No delivery fits the filter')).toBeVisible();
  await cms.post({ fragrance_id: 0, name: 'The first of all' });
  await expect(rowsOf(page)).toHaveCount(1); // by itself; and a key of 0 is a key
  await openRow(page, 'Pending');
  await expect(panel.getByRole('region', { name: 'Body' })).toContainText('"The first of all"');
  await expect(panel.getByRole('region', { name: 'Headers' })).not.toContainText('token=');
  await cms.stop();
});

test('a change in the CMS arrives in the library, and its history tells of it @mobile', async ({
  page,
  api,
}) => {
  const catalogue = await makeCatalogue(api);
  await openList(page, `/deliveries?senderId=${catalogue.senderId}`);
  await catalogue.cms.post({ fragrance_id: 7, name: '  Amber and salt ' });
  await expect(row(page, 'Applied')).toHaveCount(1);
  expect(await catalogue.fragrance(7)).toMatchObject({ name: 'Amber and salt', cost: '10' });
  await page.goto(recordPage(catalogue, 7));
  const panel = panelOf(page);
  await expect(panel.getByText('In sync').first()).toBeVisible();
  await expect(panel.getByRole('list', { name: 'History of the record' })).toContainText('Amber and salt');
  await catalogue.cms.stop();
});

test('a quarantined change is released with a note, and another is mended first', async ({ page, api }) => {
  const catalogue = await makeCatalogue(api);
  await catalogue.cms.post({ fragrance_id: 3, name: 'Cedar', cost: 900 });
  await catalogue.cms.post({ fragrance_id: 4, cost: 9000 });
  await openList(page, '/quarantine');
  await page.getByLabel('Sync', { exact: true }).selectOption({ label: catalogue.title });
  await expect(rowsOf(page)).toHaveCount(2);
  // Only the field that the rule names is held.
  await expect.poll(async () => (await catalogue.fragrance(3))?.name).toBe('Cedar');
  expect((await catalogue.fragrance(3))?.cost).toBe('10');

  await openRow(page, `${catalogue.title} 3`);
  const panel = panelOf(page);
  await expect(panel).toContainText('The cost goes from 10 to 900.');
  await panel.getByRole('button', { name: 'Release…' }).click();
  const release = page.getByRole('dialog', { name: 'Release' });
  await expect(release).toContainText('Write 1 field to record 3: cost (10 → 900).');
  await expect(release).toContainText('The rule cost-jump held this. A note is required.');
  await release.getByLabel('Note').fill('The oil is dear this year.');
  await release.getByRole('button', { name: 'Release' }).click();
  await expect(panel.getByText('Released').first()).toBeVisible();
  await expect.poll(async () => (await catalogue.fragrance(3))?.cost).toBe('900');

  await openRow(page, `${catalogue.title} 4`);
  await panel.getByRole('button', { name: 'Edit first…' }).click();
  const edit = page.getByRole('dialog', { name: 'Edit record 4 first' });
  await edit.getByLabel('cost', { exact: true }).fill('11');
  await edit.getByLabel('Note').fill('A slip of the finger, they say.');
  await edit.getByRole('button', { name: 'Release' }).click();
  await expect(panel.getByText('Released').first()).toBeVisible();
  await expect.poll(async () => (await catalogue.fragrance(4))?.cost).toBe('11');
  await catalogue.cms.stop();
});

test('drift by a hand edit in the library is repaired both ways, and a repair is undone', async ({
  page,
  api,
}) => {
  test.slow();
  const catalogue = await makeCatalogue(api);
  await catalogue.cms.post({ fragrance_id: 1, name: 'Vetiver' });
  await expect.poll(async () => (await catalogue.fragrance(1))?.name).toBe('Vetiver');
  await catalogue.inLibrary(`UPDATE fragrances SET name = 'By hand ' || fragrance_id WHERE fragrance_id < 3`);

  await openList(page, `/drift?definitionId=${catalogue.definitionId}`);
  await page.getByRole('button', { name: 'Scan' }).click();
  await expect(row(page, 'Library changed')).toHaveCount(2, { timeout: RUN_MS });

  await rowOf(page, `${catalogue.definitionId}/1`).locator('[data-row-link]').click();
  const panel = panelOf(page);
  await expect(page).toHaveURL(new RegExp(`/drift/${catalogue.definitionId}/1\\?`));
  await panel.getByRole('button', { name: 'Repair → library' }).click();
  const write = page.getByRole('dialog', { name: 'Repair the library' });
  await expect(write).toContainText('Write 1 field to record 1: name (By hand 1 → Vetiver).');
  await write.getByRole('button', { name: 'Write to the library' }).click();
  await expect(panel.getByRole('link', { name: 'See the run' })).toBeVisible();
  await expect.poll(async () => (await catalogue.fragrance(1))?.name, { timeout: RUN_MS }).toBe('Vetiver');
  await expect(panel.getByText('In sync').first()).toBeVisible();

  await page.goto(recordPage(catalogue, 2));
  const keep = panel.getByRole('button', { name: 'Keep the library’s name' });
  await isLive(keep);
  await keep.click();
  const take = page.getByRole('dialog', { name: 'Keep what the library holds' });
  await expect(take).toContainText('Keep 1 field of record 2 as the library has them');
  await take.getByRole('button', { name: 'Keep the library’s' }).click();
  await expect(panel.getByText('In sync').first()).toBeVisible({ timeout: RUN_MS });
  expect((await catalogue.fragrance(2))?.name).toBe('By hand 2');

  await openList(page, `/drift/repairs?definitionId=${catalogue.definitionId}`);
  await expect(row(page, 'Done')).toHaveCount(2);
  await row(page, 'Vetiver').getByRole('button', { name: 'Undo' }).click();
  await expect.poll(async () => (await catalogue.fragrance(1))?.name, { timeout: RUN_MS }).toBe('By hand 1');
  await catalogue.cms.stop();
});

test('a dead letter blocks its key and no other; replayed, it is applied and what waited goes on', async ({
  page,
  api,
}) => {
  test.slow();
  const catalogue = await makeCatalogue(api);
  await catalogue.inLibrary(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'not this one'; END $$`);
  await catalogue.inLibrary(`CREATE TRIGGER refuse BEFORE UPDATE ON fragrances FOR EACH ROW
    WHEN (NEW.fragrance_id = 5) EXECUTE FUNCTION refuse()`);
  await catalogue.cms.post({ fragrance_id: 5, name: 'Poison' });
  await catalogue.cms.post({ fragrance_id: 6, name: 'Iris' });
  const { senderId } = catalogue;
  const dead = async () => {
    await catalogue.hurry();
    return (await call(api, listDeliveriesContract, { senderId, state: 'dead' })).items.length;
  };
  await expect.poll(dead, { timeout: RUN_MS }).toBe(1);
  await catalogue.cms.post({ fragrance_id: 5, cost: 12 });
  expect((await catalogue.fragrance(6))?.name).toBe('Iris');

  await openList(page, `/deliveries?senderId=${senderId}`);
  await expect(row(page, 'Waits behind a dead one')).toHaveCount(1);
  await openRow(page, 'Dead letter');
  const panel = panelOf(page);
  await expect(panel.getByRole('alert')).toContainText('Dead letter after 5 attempts.');
  await expect(panel.getByRole('alert')).toContainText('not this one');
  await catalogue.inLibrary('DROP TRIGGER refuse ON fragrances');
  await panel.getByRole('button', { name: 'Replay…' }).click();
  const replay = page.getByRole('dialog', { name: 'Replay' });
  await expect(replay).toContainText('1 delivery of 1 record.');
  await expect(replay).toContainText('Poison');
  await replay.getByRole('button', { name: 'Replay 1' }).click();
  await expect(panel.getByText('Applied').first()).toBeVisible({ timeout: RUN_MS });
  await expect
    .poll(() => catalogue.fragrance(5), { timeout: RUN_MS })
    .toMatchObject({ name: 'Poison', cost: '12' });
  await catalogue.cms.stop();
});

test('a sync is edited as rules are: its errors at their places, its versions side by side', async ({
  page,
  api,
}) => {
  const catalogue = await makeCatalogue(api);
  await page.goto(`/syncs/${catalogue.slug}?tab=problems`);
  const editor = page.getByRole('textbox', { name: /^Definition of/ });
  await expect(page.locator('[data-editor]')).toBeVisible();
  await expect(page.getByText('The text has no problems.')).toBeVisible();
  await editor.click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('nonsense: true\n');
  await expect(page.getByRole('list', { name: 'Problems' })).toContainText('nonsense');
  await expect(async () => {
    await page.keyboard.press('Control+z'); // as much at once as was typed without a pause
    await expect(page.getByText('The text has no problems.')).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await page.keyboard.type('# reviewed\n');
  await expect(page.getByText('The text has no problems.')).toBeVisible();
  await page.getByRole('button', { name: 'Save…' }).click();
  const save = page.getByRole('dialog', { name: 'Save version 2' });
  await save.getByLabel('Note').fill('Looked through');
  await save.getByRole('button', { name: 'Save' }).click();
  await expect(save).toBeHidden();
  await page.getByRole('tab', { name: 'Versions' }).click();
  await expect(page.getByRole('list', { name: 'Versions' }).getByRole('listitem')).toHaveCount(2);
  await expect(page.getByRole('table', { name: 'Difference' })).toContainText('# reviewed');
  await catalogue.cms.stop();
});
