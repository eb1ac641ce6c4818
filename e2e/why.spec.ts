import { randomUUID } from 'node:crypto';
import type { APIRequestContext } from '@playwright/test';
import { listRecommendationsContract } from '@/lib/contracts/recommendations';
import {
  createRuleSetContract,
  disableRuleSetContract,
  publishRuleDraftContract,
} from '@/lib/contracts/rules';
import { call, expect, isLive, test } from './fixtures';

/** A set that is about one resource and misses it by one fact. */
const yamlOf = (slug: string, nativeId: string) => `ruleset: ${slug}
title: One thing of ${slug}
domain: general
rules:
  - name: another-kind
    condition: "native_id == '${nativeId}' and kind == 'no-such-kind'"
    action: "found = True"
`;

const made: string[] = [];

async function makeSet(api: APIRequestContext, nativeId: string): Promise<string> {
  const slug = `e2e-${randomUUID().slice(0, 8)}`;
  made.push(slug);
  await call(api, createRuleSetContract, { yaml: yamlOf(slug, nativeId) });
  await call(api, publishRuleDraftContract, { slug, number: 1, revision: 1, note: 'The first' });
  return slug;
}

test.afterEach(async ({ api }) => {
  for (const slug of made.splice(0)) await call(api, disableRuleSetContract, { slug });
});

test('why a rule does not match a resource is asked by its name, and the answer is a link', async ({
  page,
  api,
}) => {
  const { items } = await call(api, listRecommendationsContract, { status: 'open', limit: 1 });
  const { nativeId = '', kind = '', resourceId = '' } = items[0] ?? {};
  const slug = await makeSet(api, nativeId);
  await page.goto(`/rules/${slug}`);
  const tab = page.getByRole('tab', { name: 'Why', exact: true });
  await isLive(tab);
  await tab.click();
  await page.getByRole('combobox', { name: /^Find a resource/ }).fill(nativeId);
  await expect(page.getByRole('option').first()).toContainText(nativeId);
  await page.keyboard.press('Enter');

  const answer = page.getByRole('list', { name: 'Rules', exact: true });
  await expect(answer).toContainText('Does not match');
  await expect(answer).toContainText("kind == 'no-such-kind' is the only thing in the way");
  await expect(answer).toContainText(`Would match if kind were no-such-kind (it is ${kind}).`);
  await expect(page).toHaveURL(new RegExp(`tab=why&resource=${resourceId}$`));
  await page.reload();
  await expect(answer).toContainText('Does not match');
});

test('beside the text real resources say what it makes of them, and each says why', async ({ page, api }) => {
  const { items } = await call(api, listRecommendationsContract, { status: 'open', limit: 1 });
  const slug = await makeSet(api, items[0]?.nativeId ?? '');
  await page.goto(`/rules/${slug}?tab=resources`);
  const rows = page.getByRole('list', { name: 'Resources', exact: true }).getByRole('listitem');
  await expect(rows.first()).toContainText('Does not match');
  const none = page.getByRole('button', { name: 'Match 0' });
  await isLive(none);
  await none.click();
  await expect(rows).toHaveCount(0);
  await page.getByRole('button', { name: /^All \d+$/ }).click();
  await rows.first().getByRole('button').click();
  await expect(page.getByRole('tab', { name: 'Why', exact: true })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('list', { name: 'The condition, part by part' })).toBeVisible();
});
