import { test as base, expect } from '@playwright/test';

/** What the global set-up (scripts/testing/application.ts) has started. */
function started(name: 'URL' | 'EMAIL' | 'PASSWORD' | 'TOKEN'): string {
  return process.env[`EVENKEEL_E2E_${name}`] ?? '';
}

export const administrator = () => ({ email: started('EMAIL'), password: started('PASSWORD') });

/** A caller of the API: `Authorization: Bearer …`. */
export const bearer = () => ({ authorization: `Bearer ${started('TOKEN')}` });

type Session = Awaited<ReturnType<import('@playwright/test').APIRequestContext['storageState']>>;

/** Every page is signed in as the administrator; `test.use(signedOut)` makes it a stranger's. */
export const test = base.extend<object, { session: Session }>({
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
});

export const signedOut = { storageState: { cookies: [], origins: [] } };

export { expect };
