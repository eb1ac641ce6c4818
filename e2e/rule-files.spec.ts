import { randomUUID } from 'node:crypto';
import {
  createRuleSetContract,
  disableRuleSetContract,
  publishRuleDraftContract,
} from '@/lib/contracts/rules';
import { unpackFolder } from '@/lib/rules/files/archive';
import { bearer, call, expect, isLive, test } from './fixtures';

const yamlOf = (slug: string, days: number) =>
  `ruleset: ${slug}\ntitle: Files of ${slug}\ndomain: general\nrules:\n  - name: idle\n    condition: "idle_days >= ${days}"\n    action: "idle = True"\n`;

test('rules leave as an archive, and a changed file is compared, chosen and published', async ({
  page,
  api,
  request,
}) => {
  const slug = `e2e-${randomUUID().slice(0, 8)}`;
  await call(api, createRuleSetContract, { yaml: yamlOf(slug, 14) });
  await call(api, publishRuleDraftContract, { slug, number: 1, revision: 1, note: 'The first' });
  const archive = await request.get('/api/rule-sets/export', { headers: bearer() });
  expect(archive.headers()['content-type']).toBe('application/gzip');
  const { files } = unpackFolder(await archive.body(), '');
  expect(files).toContainEqual({ path: `general/${slug}.yaml`, text: yamlOf(slug, 14) });
  const file = await request.get(`/api/rule-sets/${slug}/file`, { headers: bearer() });
  expect(await file.text()).toBe(yamlOf(slug, 14));

  await page.goto('/rules/import');
  const input = page.locator('input[type=file]');
  await isLive(input);
  const buffer = Buffer.from(yamlOf(slug, 20));
  await input.setInputFiles({ name: `${slug}.yaml`, mimeType: 'application/yaml', buffer });
  const row = page.getByRole('list', { name: 'Compared files' }).getByRole('listitem');
  await expect(row).toContainText('Changed');
  await expect(row.getByRole('checkbox')).toBeChecked();
  await row.getByRole('button').click();
  await expect(row.getByRole('table', { name: 'What taking it changes' })).toContainText('idle_days >= 20');
  await page.getByLabel('What changed and why').fill('Merged in the repository');
  await page.getByLabel('Publish at once').check();
  await page.getByRole('button', { name: 'Take 1 file' }).click();
  const results = page.getByRole('region', { name: 'What became of them' });
  await expect(results).toContainText('1 of 1 taken');
  await results.getByRole('link', { name: slug }).click();
  await expect(page).toHaveURL(new RegExp(`/rules/${slug}$`));

  await page.goto(`/rules/${slug}?tab=versions&from=1&to=2`);
  await expect(page.getByRole('table', { name: 'Difference' })).toContainText('idle_days >= 20');
  await page.getByRole('button', { name: 'Restore…' }).click();
  await page.getByRole('dialog').getByLabel('Why').fill('The first was right');
  await page.getByRole('button', { name: 'Publish as version 3' }).click();
  await expect(page.getByRole('list', { name: 'Versions' })).toContainText('The first was right');
  await call(api, disableRuleSetContract, { slug });
});
