import { randomUUID } from 'node:crypto';
import { type APIRequestContext, test as base, expect, type Locator, type Page } from '@playwright/test';
import type { z } from 'zod';
import type { Contract } from '@/lib/contract';
import { readRunContract, requestRunContract } from '@/lib/contracts/runs';
import { createSourceContract } from '@/lib/contracts/sources';
import type { RunDetail, RunState } from '@/lib/runs/schema';

/** What the global set-up (scripts/testing/application.ts) has started. */
function started(name: 'URL' | 'EMAIL' | 'PASSWORD' | 'TOKEN'): string {
  return process.env[`EVENKEEL_E2E_${name}`] ?? '';
}

export const administrator = () => ({ email: started('EMAIL'), password: started('PASSWORD') });

/** A caller of the API: `Authorization: Bearer …`. */
export const bearer = () => ({ authorization: `Bearer ${started('TOKEN')}` });

type Session = Awaited<ReturnType<APIRequestContext['storageState']>>;
type Fixtures = { api: APIRequestContext; expectedErrors: RegExp };

/**
 * Every page is signed in as the administrator; `test.use(signedOut)` makes it a stranger's. Whatever a test is about,
 * it fails when its page logs an error or asks another host for anything; `expectedErrors` says which errors belong to
 * what it does (the browser logs each answer of 400 and above). `api` calls as an administrator's token.
 */
export const test = base.extend<Fixtures, { session: Session }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads which fixtures are wanted from this pattern.
  baseURL: async ({}, use) => use(started('URL')),
  session: [
    async ({ playwright }, use) => {
      const visitor = await playwright.request.newContext({ baseURL: started('URL') });
      const { csrfToken } = await (await visitor.get('/api/auth/csrf')).json();
      const form = { csrfToken, ...administrator(), json: 'true' };
      const answer = await visitor.post('/api/auth/callback/credentials', { form });
      expect(answer.ok()).toBe(true);
      await use(await visitor.storageState());
      await visitor.dispose();
    },
    { scope: 'worker' },
  ],
  storageState: async ({ session }, use) => use(session),
  expectedErrors: [/^$/, { option: true }],
  page: async ({ page, expectedErrors }, use) => {
    const faults = watch(page);
    await use(page);
    expect(faults.filter((fault) => !expectedErrors.test(fault))).toEqual([]);
  },
  api: async ({ playwright, baseURL }, use) => {
    const caller = await playwright.request.newContext({ baseURL, extraHTTPHeaders: bearer() });
    await use(caller);
    await caller.dispose();
  },
});

function watch(page: Page): string[] {
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => faults.push(`thrown: ${error.message}`));
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    const isForeign = /^(https?|wss?):$/.test(protocol) && origin !== started('URL');
    if (isForeign) faults.push(`another host was asked: ${request.url()}`);
  });
  return faults;
}

export const signedOut = { storageState: { cookies: [], origins: [] } };

export { expect };

type Input = Record<string, unknown>;

/** One call of the API by its contract, which also says what must come back. */
export async function call<I extends z.ZodType, O extends z.ZodType>(
  api: APIRequestContext,
  contract: Contract<I, O>,
  input: Input = {},
): Promise<z.output<O>> {
  const inPath = new Set([...contract.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
  const path = contract.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(input[name])),
  );
  const rest = Object.entries(input).filter(([name]) => !inPath.has(name));
  const query = new URLSearchParams(rest.map(([name, value]) => [name, String(value)]));
  const hasBody = contract.body !== undefined;
  const answer = await api.fetch(hasBody ? path : `${path}?${query}`, {
    method: contract.method,
    ...(hasBody ? { data: Object.fromEntries(rest) } : {}),
  });
  expect(answer.status(), await answer.text()).toBe(contract.status ?? 200);
  return contract.response.parse(await answer.json());
}

/** A name that no other test uses, nor the same test when it is run again on the same data. */
export function freshName(what: string): string {
  return `${what} ${randomUUID().slice(0, 8)}`;
}

export async function addSource(api: APIRequestContext, kind: 'focus' | 'inventory') {
  const name = freshName(`e2e ${kind}`);
  const { id } = await call(api, createSourceContract, { kind, name });
  return { id, name };
}

export async function startRun(api: APIRequestContext, graph: string, input: Input = {}): Promise<string> {
  return (await call(api, requestRunContract, { graph, input })).runId;
}

/** Waits until a run is in one of the states, and reads it. */
export async function runIn(api: APIRequestContext, id: string, states: RunState[]): Promise<RunDetail> {
  let run = await call(api, readRunContract, { id });
  await expect(async () => {
    run = await call(api, readRunContract, { id });
    expect(states).toContain(run.state);
  }).toPass({ timeout: 40_000, intervals: [300] });
  return run;
}

export const ENDED: RunState[] = ['succeeded', 'warned', 'failed', 'cancelled'];

/** The rows of a list, at any width; one of them by the id it has. */
export const rowsOf = (page: Page) => page.locator('[data-list] [data-row]');
export const rowOf = (page: Page, id: string) => page.locator(`[data-list] [data-row="${id}"]`);
export const panelOf = (page: Page) => page.getByRole('complementary');

/** Waits until React has taken over what the server sent: from then on a key or a click does what it should. */
export async function isLive(part: Locator): Promise<void> {
  await expect
    .poll(() =>
      part.evaluate((element) => Object.keys(element).some((key) => key.startsWith('__reactProps'))),
    )
    .toBe(true);
}

/** Opens a list and waits until it answers to keys. */
export async function openList(page: Page, path: string): Promise<void> {
  await page.goto(path);
  const filter = page.locator('[data-filter]');
  await isLive(filter);
  await expect(async () => {
    await page.keyboard.press('/');
    await expect(filter).toBeFocused({ timeout: 500 });
  }).toPass();
  await page.keyboard.press('Escape');
  await expect(filter).not.toBeFocused();
}
