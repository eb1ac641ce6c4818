import type { APIRequestContext } from '@playwright/test';
import { contracts } from '@/lib/contracts/all';
import type { Role } from '@/lib/people/schema';
import { bearer, expect, signedOut, test } from './fixtures';

/** Who may what, over every call of the API and every page. A call that is let in may answer anything but 401 and 403. */
const UNKNOWN = '00000000-0000-4000-8000-000000000000';
const PAGES = ['/', '/recommendations', '/tickets', '/runs', '/sources', '/account/password'];
const calls = contracts.filter((contract) => contract.role !== 'public');
const addressOf = (path: string) => path.replaceAll(/\{\w+\}/g, UNKNOWN);

type Call = (typeof calls)[number];

function call(request: APIRequestContext, contract: Call, headers: Record<string, string>) {
  const isStream = contract.body === 'stream';
  return request.fetch(addressOf(contract.path), {
    method: contract.method,
    headers: isStream ? { ...headers, 'content-type': 'text/csv' } : headers,
    data: contract.method === 'GET' ? undefined : isStream ? 'a,b' : {},
    failOnStatusCode: false,
  });
}

test.describe('without an account', () => {
  test.use(signedOut);

  for (const contract of calls) {
    test(`a stranger may not ${contract.method} ${contract.path}`, async ({ request }) => {
      const answer = await call(request, contract, {});
      expect(answer.status()).toBe(401);
      expect(answer.headers()['content-type']).toContain('application/problem+json');
      expect(await answer.json()).toMatchObject({ code: 'unauthenticated' });
    });
  }

  for (const path of PAGES) {
    test(`a stranger who opens ${path} is asked to sign in`, async ({ page }) => {
      await page.goto(path);
      await expect(page).toHaveURL(/\/sign-in/);
    });
  }
});

test.describe('with a token', () => {
  const tokens: Partial<Record<Role, string>> = {};

  test.use(signedOut);
  test.beforeAll(async ({ playwright, baseURL }) => {
    const admin = await playwright.request.newContext({ baseURL });
    for (const role of ['viewer', 'operator'] as const) {
      const answer = await admin.post('/api/tokens', {
        headers: bearer(),
        data: { name: `e2e ${role}`, role },
      });
      expect(answer.status()).toBe(201);
      tokens[role] = (await answer.json()).token;
    }
    await admin.dispose();
  });

  const RANK = { viewer: 1, operator: 2, admin: 3, public: 0 };
  for (const role of ['viewer', 'operator'] as const) {
    for (const contract of calls) {
      const isAllowed = RANK[role] >= RANK[contract.role];
      // A body that is let in and is valid would start something: only the refused ones are sent to calls that write.
      test(`a${role === 'operator' ? 'n' : ''} ${role} ${isAllowed ? 'may' : 'may not'} ${contract.method} ${contract.path}`, async ({
        request,
      }) => {
        const answer = await call(request, contract, { authorization: `Bearer ${tokens[role]}` });
        if (isAllowed) expect([401, 403]).not.toContain(answer.status());
        else expect(answer.status()).toBe(403);
      });
    }
  }

  test('a token that was made up is refused', async ({ request }) => {
    const answer = await request.get('/api/runs', { headers: { authorization: `Bearer ${'x'.repeat(40)}` } });
    expect(answer.status()).toBe(401);
  });
});

test.describe('with a session', () => {
  test('a write from another origin is refused, one from our own is not', async ({ page, baseURL }) => {
    await page.goto('/');
    const foreign = await page.request.post('/api/rules/validate', {
      headers: { origin: 'https://elsewhere.example' },
      data: { yaml: 'rules: []' },
    });
    expect(foreign.status()).toBe(403);
    expect(await foreign.json()).toMatchObject({ code: 'foreign_origin' });
    const own = await page.request.post('/api/rules/validate', {
      headers: { origin: baseURL ?? '' },
      data: { yaml: 'rules: []' },
    });
    expect(own.status()).toBe(200);
  });
});
