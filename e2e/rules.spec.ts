import { randomUUID } from 'node:crypto';
import type { APIRequestContext, Browser, Page } from '@playwright/test';
import { createUserContract } from '@/lib/contracts/people';
import {
  createRuleSetContract,
  disableRuleSetContract,
  publishRuleDraftContract,
  readRuleSetContract,
  saveRuleDraftContract,
  startRuleDraftContract,
} from '@/lib/contracts/rules';
import { call, expect, isLive, openList, rowOf, test } from './fixtures';

/** Each test has a set of its own, which no generation uses any more when it is over. */
const yamlOf = (slug: string, days: number) => `ruleset: ${slug}
title: Idle things of ${slug}
domain: general
rules:
  - name: idle
    condition: "idle_days >= ${days}"
    action: "idle = True"

# twenty days must stay enough
tests:
  - name: twenty days are enough
    given: { idle_days: 20 }
    expect: { matched: [idle] }
  - name: a week is not
    given: { idle_days: 7 }
    expect: { matched: [] }
`;

const made: string[] = [];

async function makeSet(api: APIRequestContext): Promise<string> {
  const slug = `e2e-${randomUUID().slice(0, 8)}`;
  made.push(slug);
  await call(api, createRuleSetContract, { yaml: yamlOf(slug, 14) });
  const first = { slug, number: 1, revision: 1, note: 'The first' };
  expect(await call(api, publishRuleDraftContract, first)).toMatchObject({ slug, version: 1 });
  return slug;
}

test.afterEach(async ({ api }) => {
  for (const slug of made.splice(0)) await call(api, disableRuleSetContract, { slug });
});

/** The editor proper, not the plain field that stands there before it. */
async function editorOf(page: Page) {
  const editor = page.locator('[data-editor]');
  await expect(editor).toBeVisible();
  return editor;
}

/** Puts the cursor behind a piece of the text, as a click and the End key would, and takes `back` characters away. */
async function goBehind(page: Page, piece: string) {
  const editor = await editorOf(page);
  await editor.getByText(piece).click();
  await page.keyboard.press('End');
}

/** Writes another number of days into the condition. */
async function writeDays(page: Page, from: number, to: string) {
  await goBehind(page, 'idle_days >=');
  await page.keyboard.press('ArrowLeft'); // before the quote
  for (const _ of String(from)) await page.keyboard.press('Backspace');
  await page.keyboard.insertText(to);
}

const tab = (page: Page, name: RegExp) => page.getByRole('tab', { name });
const saved = (page: Page) =>
  expect(page.getByRole('status').filter({ hasText: 'Draft saved' })).toBeVisible();

test('a rule is edited: an error at its line, tests that fail and pass, a draft, a version with its difference', async ({
  page,
  api,
}) => {
  const slug = await makeSet(api);
  await openList(page, `/rules?q=${slug}`);
  await rowOf(page, slug).locator('[data-row-link]').click();
  await expect(page.getByRole('heading', { name: `Idle things of ${slug}` })).toBeVisible();
  const tests = page.getByRole('list', { name: 'Tests' });
  await expect(tests.getByRole('listitem')).toHaveCount(2);
  await expect(tests).not.toContainText('Failed');

  await writeDays(page, 14, ''); // "idle_days >= ", which says nothing
  await expect(tab(page, /^Problems 1$/)).toBeVisible();
  await expect(page.locator('.cm-lint-marker-error')).toBeVisible();
  await tab(page, /^Problems/).click();
  await expect(page.getByRole('list', { name: 'Problems' })).toContainText('line 6');
  await page.getByRole('button', { name: 'Go to line 6' }).click();
  await expect(await editorOf(page)).toBeFocused();
  await page.keyboard.press('ControlOrMeta+Enter');
  const window = page.getByRole('dialog');
  await window.getByLabel('What changed and why').fill('It must not get out');
  await expect(window).toContainText('The text has a problem at line 6');
  await expect(window.getByRole('button', { name: 'Publish version 2' })).toBeDisabled();
  await window.getByRole('button', { name: 'Cancel' }).click();

  await writeDays(page, 0, ''); // takes one blank away: to where the number was
  await page.keyboard.insertText(' 30');
  await expect(tab(page, /^Tests 1 failed$/)).toBeVisible();
  await tab(page, /^Tests/).click();
  const first = tests.getByRole('listitem').first();
  await expect(first).toContainText('twenty days are enough');
  await expect(first).toContainText('expected ["idle"]');
  await expect(first).toContainText('got []');
  await expect(first).toContainText('Does not match because');
  await first.getByRole('button', { name: 'Go to line 11' }).click();
  await expect(page.locator('.cm-activeLineGutter').filter({ hasText: '11' })).toBeVisible();

  await writeDays(page, 30, '20');
  await expect(tests.getByText('Passed')).toHaveCount(2);
  await page.keyboard.press('ControlOrMeta+s');
  await saved(page);
  expect((await call(api, readRuleSetContract, { slug })).drafts).toMatchObject([{ yaml: yamlOf(slug, 20) }]);

  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(window.getByRole('table', { name: 'What changes' })).toContainText('idle_days >= 20');
  await expect(window).toContainText('2 of 2 tests pass');
  await window.getByLabel('What changed and why').fill('Month-end jobs attach late');
  await window.getByRole('button', { name: 'Publish version 2' }).click();
  await expect(window).toBeHidden();
  await tab(page, /^Versions/).click();
  const newest = page.getByRole('list', { name: 'Versions' }).getByRole('listitem').first();
  await expect(newest).toContainText('Version 2');
  await expect(newest).toContainText('current');
  await expect(newest).toContainText('Month-end jobs attach late');
  const difference = page.getByRole('table', { name: 'Difference' });
  await expect(difference.getByRole('row', { name: /removed.*idle_days >= 14/ })).toBeVisible();
  await expect(difference.getByRole('row', { name: /added.*idle_days >= 20/ })).toBeVisible();

  await page.getByRole('button', { name: 'Edit from this version' }).click(); // back to the first
  await expect(await editorOf(page)).toContainText('idle_days >= 14');
  await page.getByRole('button', { name: 'Delete draft' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(await editorOf(page)).toContainText('idle_days >= 20');
  expect((await call(api, readRuleSetContract, { slug })).drafts).toEqual([]);
});

test('a set is begun from the template, which works as it is, and is gone with its only draft', async ({
  page,
}) => {
  const slug = `e2e-${randomUUID().slice(0, 8)}`;
  await openList(page, '/rules');
  await page.getByRole('button', { name: 'New rule set' }).click();
  const form = page.getByRole('dialog', { name: 'New rule set' });
  await form.getByLabel('Title').fill(slug.replace('-', ' '));
  await expect(form.getByLabel('Name')).toHaveValue(slug);
  await form.getByRole('button', { name: 'Begin' }).click();
  await expect(page).toHaveURL(new RegExp(`/rules/${slug}$`));
  await expect(page.getByRole('list', { name: 'Tests' }).getByText('Passed')).toHaveCount(2);
  await page.getByRole('button', { name: 'Delete draft' }).click();
  await expect(page.getByRole('dialog')).toContainText('cannot be undone');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(page).toHaveURL(/\/rules$/);
});

test.describe('two people at one set', () => {
  test.use({ expectedErrors: /status of 409/ });

  test('what was published in between is told, compared, and one moves on top of it', async ({
    page,
    api,
  }) => {
    const slug = await makeSet(api);
    await page.goto(`/rules/${slug}`);
    await writeDays(page, 14, '16');
    await page.keyboard.press('ControlOrMeta+s');
    await saved(page);
    const yaml = yamlOf(slug, 14).replace('a week is not', 'seven days are not');
    const other = await call(api, startRuleDraftContract, { slug, baseVersion: 1, yaml });
    const publication = { slug, number: other.number, revision: 1, note: 'Clearer words' };
    await call(api, publishRuleDraftContract, publication);

    const told = page.getByText('Version 2 was published while you edited version 1. Your text is safe.');
    await expect(told).toBeVisible();
    await page.getByRole('button', { name: 'Compare', exact: true }).click();
    const difference = page.getByRole('table', { name: 'Difference' });
    await expect(difference.getByRole('row', { name: /removed.*seven days are not/ })).toBeVisible();
    await page.getByRole('button', { name: 'Move my changes onto 2' }).click();
    await expect(told).toBeHidden();
    const editor = await editorOf(page);
    await expect(editor).toContainText('seven days are not');
    await expect(editor).toContainText('idle_days >= 16');
    expect((await call(api, readRuleSetContract, { slug })).drafts).toMatchObject([{ baseVersion: 2 }]);
  });

  test('a draft that somebody else saved is not written over; mine is kept beside it', async ({
    page,
    api,
  }) => {
    const slug = await makeSet(api);
    await page.goto(`/rules/${slug}`);
    await writeDays(page, 14, '16');
    await page.keyboard.press('ControlOrMeta+s');
    await saved(page);
    const { drafts } = await call(api, readRuleSetContract, { slug });
    const { number = 0, revision = 0 } = drafts[0] ?? {};
    await call(api, saveRuleDraftContract, { slug, number, revision, yaml: yamlOf(slug, 18) });
    await writeDays(page, 16, '17');
    await page.keyboard.press('ControlOrMeta+s');
    await expect(page.getByText('saved this draft while you edited it. Your text is safe.')).toBeVisible();
    await page.getByRole('button', { name: 'Keep mine as a separate draft' }).click();
    await saved(page);
    const after = await call(api, readRuleSetContract, { slug });
    expect(after.drafts.map(({ yaml }) => yaml).sort()).toEqual([yamlOf(slug, 17), yamlOf(slug, 18)].sort());
  });
});

test.describe('a line that is cut', () => {
  test.use({ expectedErrors: /ERR_/ });

  test('leaves what was typed in the browser, which offers it again after a reload', async ({
    page,
    api,
  }) => {
    const slug = await makeSet(api);
    page.on('dialog', (dialog) => void dialog.accept());
    await page.goto(`/rules/${slug}`);
    await editorOf(page);
    await page.route('**/drafts', (route) => route.abort());
    await writeDays(page, 14, '19');
    await expect(page.getByText('Not saved: Evenkeel cannot be reached.')).toBeVisible();
    await page.reload();
    await page.unroute('**/drafts');
    await expect(await editorOf(page)).toContainText('idle_days >= 14');
    await page.getByRole('button', { name: 'Bring it back' }).click();
    await expect(await editorOf(page)).toContainText('idle_days >= 19');
    await saved(page);
    expect((await call(api, readRuleSetContract, { slug })).drafts).toMatchObject([
      { yaml: yamlOf(slug, 19) },
    ]);
  });
});

/** A page of somebody who may only look. */
async function viewersPage(browser: Browser, api: APIRequestContext, baseURL: string | undefined) {
  const email = `viewer-${randomUUID().slice(0, 8)}@example.com`;
  const [given, own] = ['given for the first time', 'chosen at the first time'];
  await call(api, createUserContract, { email, name: 'Vera', role: 'viewer', password: given });
  const context = await browser.newContext({ baseURL });
  const signIn = async (password: string) => {
    const { csrfToken } = await (await context.request.get('/api/auth/csrf')).json();
    const form = { csrfToken, email, password, json: 'true' };
    expect((await context.request.post('/api/auth/callback/credentials', { form })).ok()).toBe(true);
  };
  await signIn(given);
  const changed = await context.request.post('/api/account/password', {
    data: { current: given, next: own },
    headers: { origin: baseURL ?? '' },
  });
  expect(changed.status(), await changed.text()).toBe(200);
  await signIn(own);
  return context.newPage();
}

test('a viewer reads the rules and their versions, and can change nothing', async ({
  browser,
  api,
  baseURL,
}) => {
  const slug = await makeSet(api);
  const page = await viewersPage(browser, api, baseURL);
  await openList(page, `/rules?q=${slug}`);
  await expect(page.getByRole('button', { name: 'New rule set' })).toBeHidden();
  await rowOf(page, slug).locator('[data-row-link]').click();
  const editor = await editorOf(page);
  await expect(page.getByText('Read only.')).toBeVisible();
  await editor.click();
  await page.keyboard.insertText('nothing of this');
  await expect(editor).not.toContainText('nothing of this');
  for (const name of ['Publish…', 'Disable', 'Delete draft']) {
    await expect(page.getByRole('button', { name })).toBeHidden();
  }
  await tab(page, /^Versions/).click();
  await expect(page.getByRole('list', { name: 'Versions' })).toContainText('The first');
  await page.context().close();
});

test('the editor is left by Esc and Tab, and the page works on a telephone @mobile', async ({
  page,
  api,
}) => {
  const slug = await makeSet(api);
  await page.goto(`/rules/${slug}`);
  const editor = await editorOf(page);
  await isLive(tab(page, /^Tests/));
  await editor.focus();
  await page.keyboard.press('Tab'); // a step to the right, as in any editor
  await expect(editor).toBeFocused();
  await page.keyboard.press('ControlOrMeta+z');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await expect(editor).not.toBeFocused();
  await tab(page, /^Versions/).click();
  await expect(page.getByRole('list', { name: 'Versions' })).toContainText('The first');
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
  ).toBeLessThanOrEqual(0);
});
