import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { APIRequestContext, APIResponse } from '@playwright/test';
import { SETTINGS_PAGES } from '@/components/settings/pages';
import type { AnyContract } from '@/lib/contract';
import { contracts } from '@/lib/contracts/all';
import { mayAct, type Role } from '@/lib/people/roles.schema';
import * as callers from './callers';
import { expect, test } from './fixtures';

/**
 * Who may what: every call of the API and every page, asked by every kind of caller; each test tells all wrong rows at once.
 * A call that writes is sent with a body of the wrong kind, which is looked at only after who sends it: who is let in is
 * told 415, and nothing is done.
 */
const UNKNOWN = '00000000-0000-4000-8000-000000000000';
const AT_ONCE = 6;
const calls = contracts.filter((contract) => contract.role !== 'public');

type Verdict = 'let in' | number;
type Row = { asked: string; expected: string; got: string };

const addressOf = (path: string) => path.replaceAll(/\{\w+\}/g, UNKNOWN);
const isWrite = ({ method }: AnyContract) => method !== 'GET';

function ask(caller: APIRequestContext, contract: AnyContract, headers: Record<string, string> = {}) {
  return caller.fetch(addressOf(contract.path), {
    method: contract.method,
    headers: isWrite(contract) ? { 'content-type': 'text/plain', ...headers } : headers,
    data: isWrite(contract) ? 'x' : undefined,
    maxRedirects: 0,
  });
}

/** What an answer says of who asked: 401, 403 for the role, or that they were let in, whatever came of it. */
async function verdictOf(answer: APIResponse, contract: AnyContract): Promise<Verdict> {
  const status = answer.status();
  if (status === 401) return status;
  const { detail = '' } = status === 403 ? await answer.json() : {};
  if (status === 403 && /^(this call is for|writes with a session)/.test(detail)) return status;
  const isFit = contract.body !== 'json' || status === 415;
  return isFit ? 'let in' : status;
}

async function inBatches<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += AT_ONCE) {
    results.push(...(await Promise.all(items.slice(start, start + AT_ONCE).map(work))));
  }
  return results;
}

/** Asks every call and returns the rows that are not as they should be. */
async function wrongCalls(
  caller: APIRequestContext,
  expectedOf: (contract: AnyContract) => Verdict,
  { asked = calls, headers = {} }: { asked?: AnyContract[]; headers?: Record<string, string> } = {},
): Promise<Row[]> {
  const rows = await inBatches(asked, async (contract) => {
    const answer = await ask(caller, contract, headers);
    const got = await verdictOf(answer, contract);
    const expected = expectedOf(contract);
    const isProblem =
      typeof got !== 'number' || answer.headers()['content-type'] === 'application/problem+json';
    return got === expected && isProblem
      ? []
      : [
          {
            asked: `${contract.method} ${contract.path}`,
            expected: String(expected),
            got: `${got}: ${await answer.text()}`,
          },
        ];
  });
  return rows.flat();
}

const byRole = (role: Role) => (contract: AnyContract) =>
  contract.role === 'public' || mayAct(role, contract.role) ? 'let in' : 403;

test.describe.configure({ timeout: 240_000 });

test('every call: a stranger is let into none', async ({ playwright, baseURL }) => {
  const nobody = await callers.stranger({ playwright, baseURL });
  expect(await wrongCalls(nobody, () => 401)).toEqual([]);
});

for (const role of ['viewer', 'operator'] as const) {
  test(`every call: the token of a role, ${role}, opens what the role may`, async ({
    api,
    playwright,
    baseURL,
  }) => {
    const { token } = await callers.makeToken(api, role);
    const holder = await callers.holderOf({ playwright, baseURL }, token);
    expect(await wrongCalls(holder, byRole(role))).toEqual([]);
  });
}

test('every call: the token of an administrator opens all', async ({ api }) => {
  expect(await wrongCalls(api, byRole('admin'))).toEqual([]);
});

test('every call: a token that was made up, revoked or has run out opens none', async ({
  api,
  playwright,
  baseURL,
}) => {
  const place = { playwright, baseURL };
  const tokens = [await callers.revokedToken(api), await callers.expiredToken(api, place), 'x'.repeat(43)];
  for (const token of tokens) {
    const holder = await callers.holderOf(place, token);
    expect(await wrongCalls(holder, () => 401)).toEqual([]);
    await holder.dispose();
  }
});

for (const role of ['viewer', 'operator', 'admin'] as const) {
  test(`every call: a session, ${role}, may what the role may, and writes from our own pages only`, async ({
    api,
    playwright,
    baseURL,
  }) => {
    const { browser } = await callers.signedIn(api, { playwright, baseURL }, role);
    const own = { headers: { origin: baseURL ?? '' } };
    expect(await wrongCalls(browser, byRole(role), own)).toEqual([]);
    const asked = calls.filter(isWrite);
    const foreign = { asked, headers: { origin: 'https://elsewhere.example' } };
    expect(await wrongCalls(browser, () => 403, foreign)).toEqual([]);
    expect(await wrongCalls(browser, () => 403, { asked })).toEqual([]);
  });
}

test('every call: who is disabled is out in the middle of a session', async ({
  api,
  playwright,
  baseURL,
}) => {
  const { id, browser } = await callers.signedIn(api, { playwright, baseURL }, 'admin');
  await callers.disable(api, id);
  expect(await wrongCalls(browser, () => 401, { headers: { origin: baseURL ?? '' } })).toEqual([]);
});

/** Every page.tsx below app/, as its address. */
const PAGES = readdirSync('app', { recursive: true, withFileTypes: true })
  .filter((entry) => entry.name === 'page.tsx')
  .map((entry) => `/${entry.parentPath.replace(/^app\/?/, '')}`)
  .map((path) => path.replaceAll(/\/\([^)]+\)/g, '').replaceAll(/\[[^\]]+\]/g, UNKNOWN) || '/')
  .sort();
const FOR_STRANGERS = ['/sign-in', '/forgot-password', join('/set-password', UNKNOWN)];

/** Pages that are there to make something. */
const FOR_OPERATORS = ['/syncs/new'];

/** The least role that sees a page: what Settings says of its own, and everybody who is signed in sees most others. */
function roleOf(path: string): Role {
  const settings = SETTINGS_PAGES.find(({ href }) => path === href || path.startsWith(`${href}/`));
  return settings?.role ?? (FOR_OPERATORS.includes(path) ? 'operator' : 'viewer');
}

async function wrongPages(caller: APIRequestContext, role: Role | null): Promise<Row[]> {
  const rows = await inBatches(PAGES, async (path) => {
    const answer = await caller.get(path, { maxRedirects: 0 });
    const expected = expectedOfPage(path, role);
    const got = `${answer.status()} ${answer.headers().location ?? ''}`.trim();
    return expected.test(got) ? [] : [{ asked: path, expected: String(expected), got }];
  });
  return rows.flat();
}

/** A page of something unknown may say that there is nothing; a page that only leads on may do so. */
function expectedOfPage(path: string, role: Role | null): RegExp {
  const isOpen = FOR_STRANGERS.includes(path);
  if (role === null) return isOpen ? /^200$/ : /^307 (http:\/\/[^/]+)?\/sign-in/;
  if (isOpen) return /^(200|307 .+)$/;
  return mayAct(role, roleOf(path)) ? /^(200|404|307 (?!.*sign-in).+)$/ : /^403$/;
}

test('every page: a stranger is asked to sign in', async ({ playwright, baseURL }) => {
  const nobody = await callers.stranger({ playwright, baseURL });
  expect(PAGES.length).toBeGreaterThan(20);
  expect(await wrongPages(nobody, null)).toEqual([]);
});

for (const role of ['viewer', 'operator', 'admin'] as const) {
  test(`every page: ${role}s see what their role may`, async ({ api, playwright, baseURL }) => {
    const { browser } = await callers.signedIn(api, { playwright, baseURL }, role);
    expect(await wrongPages(browser, role)).toEqual([]);
  });
}
