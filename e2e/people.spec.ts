import type { APIRequestContext, Browser, BrowserContext, Page } from '@playwright/test';
import {
  createUserContract,
  disableUserContract,
  inviteUserContract,
  setPasswordContract,
} from '@/lib/contracts/people';
import type { Role } from '@/lib/people/roles.schema';
import { call, expect, freshName, signedOut, test } from './fixtures';

/** People as they come, work and go; everybody here is made for their test. */
const PASSWORD = 'a password for one test';
const freshEmail = () => `${freshName('e2e').replace(' ', '-')}@example.com`;

async function invite(api: APIRequestContext, role: Role) {
  const email = freshEmail();
  const { userId, link } = await call(api, inviteUserContract, { email, name: `E2E ${role}`, role });
  return { email, userId, path: new URL(link).pathname };
}

/** Somebody who has accepted the invitation. */
async function addUser(api: APIRequestContext, role: Role) {
  const { email, userId, path } = await invite(api, role);
  await call(api, setPasswordContract, { token: path.split('/').at(-1), password: PASSWORD });
  return { email, userId };
}

/** A browser of their own, as a device of somebody. */
async function newDevice(browser: Browser, baseURL: string | undefined): Promise<BrowserContext> {
  return browser.newContext({ ...signedOut, baseURL });
}

async function signIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

async function signedIn(browser: Browser, baseURL: string | undefined, email: string): Promise<Page> {
  const page = await (await newDevice(browser, baseURL)).newPage();
  await signIn(page, email);
  await expect(page).not.toHaveURL(/sign-in/);
  return page;
}

test.describe('somebody new', () => {
  test.use(signedOut);

  test('follows the link of an invitation, chooses a password and works as far as the role goes @mobile', async ({
    page,
    api,
    baseURL,
  }) => {
    const { path } = await invite(api, 'operator');
    await page.goto(path);
    await expect(page.getByRole('heading', { name: 'Welcome, E2E operator' })).toBeVisible();
    await page.getByLabel('New password', { exact: true }).fill(PASSWORD);
    await page.getByLabel('New password again').fill('something else');
    await page.getByRole('button', { name: 'Set password and sign in' }).click();
    await expect(page.getByText('The two are not the same.')).toBeVisible();
    await page.getByLabel('New password again').fill(PASSWORD);
    await page.getByRole('button', { name: 'Set password and sign in' }).click();
    await expect(page).toHaveURL(/\/$/);

    const headers = { origin: baseURL ?? '' };
    const dismissal = await page.request.post('/api/recommendations/0/dismiss', {
      headers,
      data: { id: '0', reason: 'there is no such finding' },
    });
    expect(dismissal.status()).toBe(404); // let in, and told that it is not there
    const connection = await page.request.post('/api/connections', { headers, data: {} });
    expect(connection.status()).toBe(403);

    await page.goto(path);
    await expect(page.getByText('This link was used already')).toBeVisible();
  });

  test('is told what to do with a link that is none', async ({ page }) => {
    await page.goto('/set-password/nothing-of-ours');
    await expect(page.getByText(/This link does not work.*ask an administrator/)).toBeVisible();
  });
});

test('somebody disabled is out at the next click, and does not come in again', async ({
  api,
  browser,
  baseURL,
}) => {
  const { email, userId } = await addUser(api, 'operator');
  const page = await signedIn(browser, baseURL, email);
  await page.goto('/runs');
  await call(api, disableUserContract, { id: userId });
  await page.getByRole('link', { name: 'Sources', exact: true }).click();
  await expect(page).toHaveURL(/sign-in/);
  await signIn(page, email);
  await expect(page.getByText('The e-mail or the password is wrong.')).toBeVisible();
  await page.context().close();
});

test('a page that stands open leaves for the sign-in by itself once its user is disabled', async ({
  api,
  browser,
  baseURL,
}) => {
  const { email, userId } = await addUser(api, 'viewer');
  const page = await signedIn(browser, baseURL, email);
  await page.goto('/runs');
  await call(api, disableUserContract, { id: userId });
  await expect(page).toHaveURL(/sign-in/);
  await page.context().close();
});

test('a session ended from another device is over, the others are not @mobile', async ({
  api,
  browser,
  baseURL,
}) => {
  const { email } = await addUser(api, 'viewer');
  const here = await signedIn(browser, baseURL, email);
  const there = await signedIn(browser, baseURL, email);
  await here.goto('/account');
  await expect(here.getByText('· this one')).toHaveCount(1);
  const end = here.getByRole('button', { name: /^End the session/ });
  await expect(end).toHaveCount(1);
  await end.click();
  await expect(end).toHaveCount(0);
  await there.goto('/runs');
  await expect(there).toHaveURL(/sign-in/);
  await here.reload();
  await expect(here.getByRole('heading', { name: 'Your account' })).toBeVisible();
  await Promise.all([here.context().close(), there.context().close()]);
});

test('changing the password ends the other devices and keeps this one', async ({ api, browser, baseURL }) => {
  const { email } = await addUser(api, 'viewer');
  const here = await signedIn(browser, baseURL, email);
  const there = await signedIn(browser, baseURL, email);
  await here.goto('/account');
  await here.getByRole('link', { name: 'Change password' }).click();
  await here.getByLabel('Current password').fill(PASSWORD);
  await here.getByLabel('New password', { exact: true }).fill('a later password of theirs');
  await here.getByLabel('New password again').fill('a later password of theirs');
  await here.getByRole('button', { name: 'Change password' }).click();
  await expect(here).toHaveURL(/\/$/);
  await there.goto('/runs');
  await expect(there).toHaveURL(/sign-in/);
  await Promise.all([here.context().close(), there.context().close()]);
});

test('a password that an administrator chose is changed before anything else', async ({
  api,
  browser,
  baseURL,
}) => {
  const email = freshEmail();
  await call(api, createUserContract, { email, name: 'E2E', role: 'viewer', password: PASSWORD });
  const page = await signedIn(browser, baseURL, email);
  await page.goto('/runs');
  await expect(page).toHaveURL(/account\/password/);
  expect((await page.request.get('/api/runs')).status()).toBe(403);
  await page.context().close();
});

test.describe('guessing', () => {
  test.use({ ...signedOut, expectedErrors: /401/ });

  test('a password is slowed down, and the form says when to try again', async ({ page }) => {
    const email = freshEmail();
    await page.goto('/sign-in');
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password').fill('a guess');
    const send = page.getByRole('button', { name: 'Sign in', exact: true });
    await expect(async () => {
      await send.click();
      await expect(
        page.getByRole('alert').filter({ hasText: 'Too many attempts. Try again in' }),
      ).toBeVisible({
        timeout: 1_000,
      });
    }).toPass({ timeout: 60_000, intervals: [100] });
  });
});

test.describe('a forgotten password', () => {
  test.use(signedOut);

  test('leads to an administrator where no mail is sent @mobile', async ({ page }) => {
    await page.goto('/sign-in');
    await page.getByRole('link', { name: 'Forgot password?' }).click();
    await expect(page.getByText(/Ask an administrator for a link/)).toBeVisible();
  });
});
