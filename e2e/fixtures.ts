import { randomUUID } from 'node:crypto';
import { type APIRequestContext, test as base, expect, type Locator, type Page } from '@playwright/test';
import { readRunContract, requestRunContract } from '@/lib/contracts/runs';
import { createSourceContract } from '@/lib/contracts/sources';
import type { RunDetail, RunState } from '@/lib/runs/schema';
import { type Application, ownApplication, takeApplication } from './application';
import { call, type Input, RUN_MS } from './call';
import { calm } from './calm';

export { call, RUN_MS };

export const administrator = () => {
  const { email, password } = ownApplication();
  return { email, password };
};

/** A caller of the API: `Authorization: Bearer …`. */
export const bearer = () => ({ authorization: `Bearer ${ownApplication().token}` });

type Session = Awaited<ReturnType<APIRequestContext['storageState']>>;
type Fixtures = { api: APIRequestContext; expectedErrors: RegExp };
type OfWorker = { application: Application; session: Session };

/** How long a first start may take on a machine that does much else. */
const START_MS = 25 * 60_000;

/**
 * Every page is signed in as the administrator; `test.use(signedOut)` makes it a stranger's. Whatever a test is about,
 * it fails when its page logs an error or asks another host for anything; `expectedErrors` says which errors belong to
 * what it does (the browser logs each answer of 400 and above). `api` calls as an administrator's token.
 */
export const test = base.extend<Fixtures, OfWorker>({
  application: [
    async ({ playwright }, use, { parallelIndex }) => {
      const own = await takeApplication(parallelIndex);
      const api = await playwright.request.newContext({ baseURL: own.url, extraHTTPHeaders: bearer() });
      if (own.own) await calm(api);
      await api.dispose();
      await use(own);
    },
    { scope: 'worker', auto: true, timeout: START_MS },
  ],
  baseURL: async ({ application }, use) => use(application.url),
  session: [
    async ({ playwright, application }, use) => {
      const visitor = await playwright.request.newContext({ baseURL: application.url });
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
    const isForeign = /^(https?|wss?):$/.test(protocol) && origin !== ownApplication().url;
    if (isForeign) faults.push(`another host was asked: ${request.url()}`);
  });
  return faults;
}

export const signedOut = { storageState: { cookies: [], origins: [] } };

export { expect };

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
  }).toPass({ timeout: RUN_MS, intervals: [300] });
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
