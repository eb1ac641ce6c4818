import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import {
  createRuleSetContract,
  disableRuleSetContract,
  publishRuleDraftContract,
  readRuleSetContract,
  removeRuleDraftContract,
} from '@/lib/contracts/rules';
import { call, expect, isLive, openList, test } from './fixtures';

const rule = (name: string, operator: string) => ({
  ...{ name, conditions: { all: [{ fact: 'requests', operator, value: 0 }] } },
  ...{ event: { type: name, params: { message: 'Nobody asks' } }, onSuccess: 'callback' },
});
const documentOf = (...rules: ReturnType<typeof rule>[]) => JSON.stringify({ rules }, null, 2);

test.describe('a document of json-rules-engine', () => {
  test.use({ expectedErrors: /status of 422/ });

  test('is read with its notes, and begun as a draft; what is wrong is shown at its place', async ({
    page,
    api,
  }) => {
    const slug = `e2e-${randomUUID().slice(0, 8)}`;
    await openList(page, '/rules');
    await page.getByRole('button', { name: 'New rule set' }).click();
    const form = page.getByRole('dialog', { name: 'New rule set' });
    await form.getByLabel('Title').fill(slug.replace('-', ' '));
    await form.getByLabel('Start from').selectOption({ label: 'A json-rules-engine document' });
    const text = form.getByLabel('Document', { exact: true });
    await text.fill('{ "rules": [\n  { "name": ]\n}');
    await form.getByRole('button', { name: 'Read the document' }).click();
    const place = form.getByRole('list', { name: 'What is wrong' }).getByRole('button').first();
    await expect(place).toHaveText(/^Line \d+, column \d+$/);
    await place.click();
    await expect(text).toBeFocused();

    const buffer = Buffer.from(documentOf(rule('idle', 'equal'), rule('odd', 'isOdd')));
    const file = { name: 'rules.json', mimeType: 'application/json', buffer };
    await form.getByLabel('Choose a file').setInputFiles(file);
    await expect(text).toHaveValue(/isOdd/);
    await form.getByRole('button', { name: 'Read the document' }).click();
    const notes = form.getByRole('list', { name: 'To be known' });
    await expect(notes).toContainText('The rule "odd" is left out');
    await expect(notes).toContainText('"onSuccess" of the rule "idle" is not taken.');
    await form.getByRole('button', { name: 'Begin with 1 rule' }).click();
    await expect(page).toHaveURL(new RegExp(`/rules/${slug}$`));
    await expect(page.locator('[data-editor]')).toContainText('operator: equal');

    const { drafts } = await call(api, readRuleSetContract, { slug });
    const { number, revision } = drafts[0] ?? { number: 0, revision: 0 };
    await call(api, removeRuleDraftContract, { slug, number, revision });
  });
});

test('a version is exported for json-rules-engine, and what it cannot say is told', async ({ page, api }) => {
  const slug = `e2e-${randomUUID().slice(0, 8)}`;
  const yaml = `ruleset: ${slug}
title: Exported ${slug}
domain: general
rules:
  - name: idle
    condition: "requests == 0"
    message: Nobody asks
  - name: computed
    condition: "requests == 1"
    action: "twice = requests * 2"
`;
  await call(api, createRuleSetContract, { yaml });
  await call(api, publishRuleDraftContract, { slug, number: 1, revision: 1, note: 'The first' });
  await page.goto(`/rules/${slug}?tab=versions`);
  const button = page.getByRole('button', { name: 'Export for json-rules-engine…' });
  await isLive(button);
  await button.click();
  const window = page.getByRole('dialog', { name: 'Version 1 for json-rules-engine' });
  await expect(window).toContainText('1 of its 2 rules is in it.');
  await expect(window.getByRole('list', { name: 'Not in it' })).toContainText(
    'computed: an event carries plain values',
  );
  const saved = page.waitForEvent('download');
  await window.getByRole('button', { name: 'Download the document' }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toBe(`${slug}-1.json-rules-engine.json`);
  const { rules } = JSON.parse(await readFile(await download.path(), 'utf8'));
  expect(rules).toMatchObject([{ name: 'idle', event: { type: 'idle' } }]);
  await call(api, disableRuleSetContract, { slug });
});
