import { randomUUID } from 'node:crypto';
import type { APIRequestContext, Page } from '@playwright/test';
import { listRecommendationsContract } from '@/lib/contracts/recommendations';
import {
  createRuleSetContract,
  disableRuleSetContract,
  publishRuleDraftContract,
} from '@/lib/contracts/rules';
import { call, ENDED, expect, isLive, panelOf, RUN_MS, rowOf, runIn, startRun, test } from './fixtures';

/**
 * What an operator does with a rule, from a slip of the hand to the recommendation that names the version: over the
 * sandbox's resources, with a set that is about one of them.
 */
const ACTION = 'e2e_look_at';
const NO_KIND = 'no_such_kind';
const yamlOf = (slug: string, nativeId: string) => `ruleset: ${slug}
title: One thing of ${slug}
domain: finops
rules:
  - name: look-at-it
    condition: >-
      native_id == '${nativeId}'
      and kind == '${NO_KIND}'
    recommend: { action: ${ACTION}, reason: "It is {{ kind }}" }
tests:
  - name: what is meant is found
    given:
      native_id: "${nativeId}"
      kind: ${NO_KIND}
    expect: { matched: [look-at-it] }
`;

const made: string[] = [];
test.afterEach(async ({ api }) => {
  for (const slug of made.splice(0)) await call(api, disableRuleSetContract, { slug });
});

async function makeSet(api: APIRequestContext) {
  const { items } = await call(api, listRecommendationsContract, { status: 'open', limit: 1 });
  const { nativeId = '', kind = '', resourceId = '' } = items[0] ?? {};
  const slug = `e2e-${randomUUID().slice(0, 8)}`;
  made.push(slug);
  await call(api, createRuleSetContract, { yaml: yamlOf(slug, nativeId) });
  await call(api, publishRuleDraftContract, { slug, number: 1, revision: 1, note: 'Finds nothing yet' });
  return { slug, nativeId, kind: kind ?? '', resourceId };
}

const tab = (page: Page, name: RegExp) => page.getByRole('tab', { name });

/** Puts the cursor at the end of the line that holds a piece of the text, takes some characters away and writes. */
async function writeAfter(page: Page, piece: string, text: string, { back = 0, before = 0 } = {}) {
  await page.locator('[data-editor] .cm-line', { hasText: piece }).click();
  await page.keyboard.press('End');
  for (let left = before; left > 0; left -= 1) await page.keyboard.press('ArrowLeft');
  for (let left = back; left > 0; left -= 1) await page.keyboard.press('Backspace');
  await page.keyboard.insertText(text);
}

test('a rule goes from a slip of the hand by way of its tests and a backtest into the next generation', async ({
  page,
  api,
}) => {
  test.slow();
  const { slug, kind, nativeId } = await makeSet(api);
  await page.goto(`/rules/${slug}`);
  await isLive(tab(page, /^Problems/));

  const slip = " and startwith(kind, 'x')";
  await writeAfter(page, 'and kind ==', slip);
  await tab(page, /^Problems/).click();
  const problems = page.getByRole('list', { name: 'Problems' });
  await expect(problems).toContainText('line 8');
  await expect(problems).toContainText('startswith');
  await writeAfter(page, 'and kind ==', '', { back: slip.length });
  await writeAfter(page, 'and kind ==', kind, { before: 1, back: NO_KIND.length });
  await expect(tab(page, /^Tests 1 failed$/)).toBeVisible();
  await writeAfter(page, `kind: ${NO_KIND}`, kind, { back: NO_KIND.length });
  await tab(page, /^Tests/).click();
  await expect(page.getByRole('list', { name: 'Tests' }).getByText('Passed')).toHaveCount(1);
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByRole('status').filter({ hasText: 'Draft saved' })).toBeVisible();

  await tab(page, /^Backtests/).click();
  await page.getByRole('button', { name: 'Start the backtest' }).click();
  const backtests = page.getByRole('list', { name: 'Backtests' });
  await expect(backtests.getByRole('listitem').first()).toContainText(/\+?1/, { timeout: RUN_MS });
  await backtests.getByRole('link').first().click();
  await expect(page).toHaveURL(/\/backtests\//);
  await expect(page.getByText('does not find it')).toBeVisible(); // the published text
  await expect(page.getByText(`It is ${kind}`)).toBeVisible();
  await page.goto(`/rules/${slug}`);
  await isLive(tab(page, /^Problems/));
  await page.getByRole('button', { name: 'Publish…' }).click();
  const window = page.getByRole('dialog');
  await window.getByLabel('What changed and why').fill('The kind that it really is');
  await window.getByRole('button', { name: 'Publish version 2' }).click();
  await expect(window).toBeHidden();

  const run = await startRun(api, 'recommend');
  await runIn(api, run, ENDED);
  const found = await call(api, listRecommendationsContract, { action: ACTION, q: nativeId, limit: 5 });
  const mine = found.items.find(({ set }) => set === slug);
  await page.goto(`/recommendations?q=${encodeURIComponent(nativeId)}`);
  await rowOf(page, mine?.id ?? '')
    .locator('[data-row-link]')
    .click();
  await expect(panelOf(page)).toContainText(`It is ${kind}`);
  await expect(panelOf(page)).toContainText(/version 2/i);
});
