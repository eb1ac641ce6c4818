import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import { z } from 'zod';
import { expect } from './fixtures';

/** What axe finds on a page as it stands, by the rules of WCAG 2.2 A and AA and axe's own best practice. */
const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const found = z.array(
  z.object({
    id: z.string(),
    impact: z.string().nullable(),
    help: z.string(),
    nodes: z.array(z.object({ html: z.string(), failureSummary: z.string().optional() })),
  }),
);

/** Held against the page: nothing of these is let through. */
const REFUSED = ['serious', 'critical', 'moderate'];

/** The rules that depend on the theme; the others find the same in the light and in the dark. */
export const OF_COLOUR = ['color-contrast', 'link-in-text-block'];

export async function expectAccessible(page: Page, where: string, only?: string[]): Promise<void> {
  await page.evaluate(source);
  // Half-way through an animation colours are neither the one nor the other.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {}))),
  );
  const options = JSON.stringify(only ? { runOnly: { type: 'rule', values: only } } : {});
  const answer: unknown = await page.evaluate(
    `axe.run(document, ${options}).then(({ violations }) => violations)`,
  );
  const faults = found
    .parse(answer)
    .filter(({ impact }) => REFUSED.includes(impact ?? ''))
    .map(({ id, impact, help, nodes }) => ({
      where,
      rule: `${id} (${impact}): ${help}`,
      at: nodes.slice(0, 4).map(({ html, failureSummary }) => `${html.slice(0, 200)} — ${failureSummary}`),
    }));
  expect(faults).toEqual([]);
}
