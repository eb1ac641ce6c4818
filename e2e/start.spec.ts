import { listRunsContract } from '@/lib/contracts/runs';
import { administrator, call, expect, signedOut, test } from './fixtures';

test.describe('a stranger', () => {
  test.use(signedOut);

  test('is asked to sign in, and comes in with the administrator’s password @mobile', async ({ page }) => {
    const { email, password } = administrator();
    await page.goto('/');
    await expect(page).toHaveURL(/\/sign-in/);
    await page.getByLabel(/e-?mail/i).fill(email);
    await page.getByLabel(/password/i).fill(password);
    await page.getByRole('button', { name: /sign in/i }).click();
    await expect(page).not.toHaveURL(/\/sign-in/);
  });

  test('who followed a link comes to where it led, once signed in', async ({ page }) => {
    const { email, password } = administrator();
    await page.goto('/runs?state=failed');
    await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/);
    await page.getByLabel(/e-?mail/i).fill(email);
    await page.getByLabel(/password/i).fill(password);
    await page.getByRole('button', { name: /sign in/i }).click();
    await expect(page).toHaveURL(/\/runs\?state=failed/);
  });
});

test('no schedule started anything while the history was told', async ({ api }) => {
  const { items } = await call(api, listRunsContract, { sort: 'requestedAt', limit: 200 });
  const last = items.findLastIndex(({ trigger }) => trigger === 'history');
  expect(last).toBeGreaterThan(0);
  expect(new Set(items.slice(0, last).map(({ trigger }) => trigger))).toEqual(new Set(['history']));
});

test('the health of a whole start is good, its worker included', async ({ request }) => {
  const answer = await request.get('/api/health');
  expect(answer.status()).toBe(200);
  expect(await answer.json()).toMatchObject({ database: 'ok', worker: 'ok' });
});
