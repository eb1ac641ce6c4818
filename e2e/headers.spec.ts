import { connect } from 'node:net';
import type { Page } from '@playwright/test';
import { contracts } from '@/lib/contracts/all';
import { importFileContract, listImportsContract } from '@/lib/contracts/sources';
import * as callers from './callers';
import { addSource, bearer, call, expect, freshName, isLive, signedOut, test } from './fixtures';

/** What every answer carries, whatever it is; a page has a policy with a nonce instead of the closed one. */
const ALWAYS: Record<string, RegExp> = {
  'content-security-policy': /^default-src 'none'; (base-uri 'none'|script-src 'self' 'nonce-[^']{20,}')/,
  'x-content-type-options': /^nosniff$/,
  'x-frame-options': /^DENY$/,
  'referrer-policy': /^same-origin$/,
  'permissions-policy': /camera=\(\)/,
  'cross-origin-opener-policy': /^same-origin$/,
  'cross-origin-resource-policy': /^same-origin$/,
};
const UNKNOWN = '00000000-0000-4000-8000-000000000000';

type Headers = Record<string, string>;

function missingOf(headers: Headers): string[] {
  return Object.entries(ALWAYS)
    .filter(([name, form]) => !form.test(headers[name] ?? ''))
    .map(([name]) => `${name}: ${headers[name]}`);
}

/** Collects, over all that a page asks for, what lacks a header, and what its policy had to stop. */
async function watchAnswers(page: Page): Promise<string[]> {
  const faults: string[] = [];
  page.on('response', (answer) => {
    if (!answer.url().startsWith('http')) return;
    for (const missing of missingOf(answer.headers())) faults.push(`${answer.url()} lacks ${missing}`);
  });
  await page.exposeFunction('tellViolation', (said: string) => faults.push(said));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const tell: unknown = Reflect.get(window, 'tellViolation');
      const said = `${location.pathname}: ${event.violatedDirective} stopped ${event.blockedURI} ${event.sample}`;
      if (typeof tell === 'function') tell(said);
    });
  });
  return faults;
}

const PAGES = [
  '/',
  '/recommendations',
  '/tickets',
  '/tickets/effects',
  '/runs',
  '/sources',
  '/rules',
  '/rules/import',
  '/account',
  '/settings/connections',
  '/settings/routing',
  '/settings/arming',
  '/settings/users',
  '/settings/tokens',
  '/settings/audit',
  '/settings/api',
];

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });

    test('every page runs within its policy, what it opens too, and all it loads has every header', async ({
      page,
    }) => {
      test.setTimeout(240_000);
      const faults = await watchAnswers(page);
      for (const path of PAGES) {
        await page.goto(path);
        await isLive(page.getByRole('main').first());
        await openAll(page);
      }
      expect(faults).toEqual([]);
    });
  });
}

/** Opens and closes what floats: styles and scroll locks are added to the page only then. */
async function openAll(page: Page): Promise<void> {
  const triggers = page.locator('[aria-haspopup="menu"]:visible, [aria-haspopup="dialog"]:visible');
  const count = Math.min(await triggers.count(), 6);
  for (let index = 0; index < count; index++) {
    await triggers.nth(index).click();
    await expect(page.locator('[role="menu"], [role="dialog"]').first()).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.locator('[role="menu"], [role="dialog"]')).toHaveCount(0);
  }
}

test.describe('without an account', () => {
  test.use({ ...signedOut, expectedErrors: /40\d|410/ });

  test('the pages of strangers run within their policy too, and so does one that is not there', async ({
    page,
  }) => {
    const faults = await watchAnswers(page);
    for (const path of ['/sign-in', '/forgot-password', `/set-password/${UNKNOWN}`, '/nowhere']) {
      await page.goto(path);
      await expect(page.getByRole('heading').first()).toBeVisible();
    }
    expect(faults).toEqual([]);
  });

  test('a nonce is used for one answer', async ({ request }) => {
    const policies = [await request.get('/sign-in'), await request.get('/sign-in')].map(
      (answer) => answer.headers()['content-security-policy'],
    );
    expect(policies[0]).toMatch(/'nonce-/);
    expect(policies[0]).not.toBe(policies[1]);
    expect(policies[0]).not.toMatch(/script-src[^;]*(unsafe-inline|unsafe-eval|\*)/);
  });

  test('a session’s cookie is for our server alone', async ({ request }) => {
    const answer = await request.get('/api/auth/csrf');
    const cookies = answer.headersArray().filter(({ name }) => name.toLowerCase() === 'set-cookie');
    expect(cookies.length).toBeGreaterThan(0);
    for (const { value } of cookies) expect(value).toMatch(/HttpOnly; SameSite=Lax/i);
  });
});

test('every call, let in or refused, and every other answer has every header', async ({
  api,
  request,
  playwright,
  baseURL,
}) => {
  test.setTimeout(240_000);
  const faults: string[] = [];
  const scan = (what: string, headers: Headers) =>
    faults.push(...missingOf(headers).map((missing) => `${what} lacks ${missing}`));
  const nobody = await callers.stranger({ playwright, baseURL });
  for (const { method, path } of contracts) {
    const address = path.replaceAll(/\{\w+\}/g, UNKNOWN);
    // A body of a kind that no call takes: nothing is done.
    const sent = method === 'GET' ? {} : { data: 'x', headers: { 'content-type': 'text/plain' } };
    const answers = [
      await api.fetch(address, { method, ...sent }),
      await nobody.fetch(address, { method, ...sent }),
    ];
    for (const answer of answers) scan(`${method} ${path} ${answer.status()}`, answer.headers());
  }
  const others = [
    '/favicon.svg',
    '/favicon.ico',
    '/nowhere',
    '/api/nowhere',
    `${baseURL}//runs`,
    '/api/auth/session',
    '/_next/static/x.js',
  ];
  for (const path of others) {
    scan(path, (await request.get(path, { maxRedirects: 0 })).headers());
  }
  expect(faults).toEqual([]);
});

test('a call of the API tells what is left of its allowance, and a path that is none answers as the API does', async ({
  api,
}) => {
  const headers = (await api.get('/api/runs')).headers();
  expect(headers['ratelimit-policy']).toMatch(/^"token";q=\d+;w=60$/);
  expect(Number(headers['ratelimit-remaining'])).toBeLessThan(Number(headers['ratelimit-limit']));
  const nowhere = await api.get('/api/nowhere');
  expect(nowhere.status()).toBe(404);
  expect(await nowhere.json()).toMatchObject({ code: 'not_found' });
});

const HEAD =
  'BilledCost,BillingAccountId,BillingCurrency,BillingPeriodStart,BillingPeriodEnd,ChargeCategory,ChargeClass,ChargePeriodStart,ChargePeriodEnd,EffectiveCost,ListCost,ProviderName,ResourceId,ServiceName,SubAccountId,ChargeDescription';

/** A bill of 50 MB: few rows, each with a long description. */
function heavyBill(): Buffer {
  const account = freshName('heavy');
  const [start, end] = ['2026-09-01T00:00:00Z', '2026-10-01T00:00:00Z'];
  const row = `1.25,${account},USD,${start},${end},Usage,,${start},2026-09-02T00:00:00Z,1.25,2,AWS,vol-1,Amazon EC2,${account},${'d'.repeat(10_000)}`;
  return Buffer.from([HEAD, ...Array.from({ length: 5_000 }, () => row)].join('\n'));
}

test('an upload of 50 MB arrives whole', async ({ api }) => {
  test.setTimeout(180_000);
  const { id } = await addSource(api, 'focus');
  const data = heavyBill();
  expect(data.byteLength).toBeGreaterThan(50_000_000);
  const answer = await api.put(`/api/sources/${id}/import?file=heavy.csv`, {
    data,
    headers: { 'content-type': 'text/csv' },
    timeout: 170_000,
  });
  expect(answer.status(), await answer.text()).toBe(200);
  const imported = importFileContract.response.parse(await answer.json());
  expect(imported).toMatchObject({ state: 'done', rowsRead: 5_000, bytes: data.byteLength });
});

test('a body that says it is larger than all that is taken is refused before it is sent', async ({
  api,
  baseURL,
}) => {
  const { id } = await addSource(api, 'focus');
  const { host, port } = new URL(baseURL ?? '');
  const socket = connect(Number(port), '127.0.0.1');
  const { authorization } = bearer();
  socket.write(
    `PUT /api/sources/${id}/import HTTP/1.1\r\nhost: ${host}\r\nauthorization: ${authorization}\r\n` +
      'content-type: text/csv\r\ncontent-length: 900000000000\r\n\r\nBilledCost',
  );
  const answer = await new Promise<string>((done) => socket.once('data', (data) => done(String(data))));
  socket.destroy();
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  const { items } = await call(api, listImportsContract, { id });
  expect(items).toEqual([]);
});
