import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { readRecommendationTotalsContract } from '@/lib/contracts/recommendations';
import { createSourceContract } from '@/lib/contracts/sources';
import {
  administrator,
  call,
  expect,
  freshName,
  isLive,
  openList,
  panelOf,
  rowOf,
  rowsOf,
  test,
} from './fixtures';
import { addMember, type Member, newVisitor, pageOf, signIn } from './members';

const DAY_MS = 86_400_000;

async function openMember(page: Page, member: Member): Promise<void> {
  await page.goto(`/settings/users/${member.id}`);
  const panel = panelOf(page);
  await expect(panel.getByRole('heading', { name: member.name })).toBeVisible();
  await isLive(panel.getByLabel('Role'));
}

test.describe('a role', () => {
  test.use({ expectedErrors: /status of 403/ });

  test('that is taken away counts at once; the audit log says who did it, what it was and what it is, and is exported', async ({
    page,
    api,
    playwright,
    baseURL,
  }) => {
    const visitor = await newVisitor(playwright, baseURL);
    const member = await addMember(api, visitor, 'operator');
    await signIn(visitor, member);
    const theirs = await pageOf(page, visitor);
    await theirs.goto(`${baseURL}/sources`);
    await expect(theirs.getByRole('button', { name: 'Add a source' }).first()).toBeVisible();

    await openMember(page, member);
    const panel = panelOf(page);
    await panel.getByLabel('Role').selectOption({ label: 'Viewer' });
    await panel.getByRole('button', { name: 'Save' }).click();
    await expect(panel.getByText('Saved. It counts at once.')).toBeVisible();
    await expect(rowOf(page, member.id)).toContainText('Viewer');

    const refused = await visitor.post('/api/sources', {
      headers: { origin: baseURL ?? '' },
      data: { name: freshName('refused'), kind: 'focus' },
    });
    expect(refused.status()).toBe(403);
    expect((await refused.json()).code).toBe('forbidden');
    await theirs.goto(`${baseURL}/sources`);
    await expect(theirs.getByRole('heading', { name: 'Sources' })).toBeVisible();
    await isLive(theirs.locator('[data-filter]'));
    await expect(theirs.getByRole('button', { name: 'Add a source' })).toHaveCount(0);
    await theirs.context().close();

    await panel
      .locator('section', { has: page.getByRole('heading', { name: 'What was done to this account' }) })
      .getByRole('link', { name: 'User changed' })
      .click();
    await expect(page).toHaveURL(/\/settings\/audit\/\d+$/);
    const event = panelOf(page);
    await expect(event.getByRole('heading', { name: 'User changed' })).toBeVisible();
    const role = event
      .getByRole('list', { name: 'What changed' })
      .getByRole('listitem')
      .filter({ hasText: 'role' });
    await expect(role).toContainText('Changed');
    await expect(role).toContainText('operator');
    await expect(role).toContainText('viewer');
    await expect(event.getByText('1 field unchanged')).toBeVisible();
    await expect(event).toContainText(administrator().email);

    await event.getByRole('link', { name: 'its history' }).click();
    await expect(rowsOf(page).filter({ hasText: 'User changed' })).toHaveCount(1);
    await expect(rowsOf(page).filter({ hasText: 'User invited' })).toHaveCount(1);
    const exporting = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export' }).click();
    const file = readFileSync(await (await exporting).path(), 'utf8');
    expect(file.split('\r\n')[0]).toBe(
      'id,at,actorKind,actorId,actorName,action,subjectKind,subjectId,address,requestId,before,after',
    );
    expect(file).toContain('user.changed');
    expect(file).toContain('""role"":""operator""');
    expect(file).not.toContain(member.password);
    await visitor.dispose();
  });
});

test('the audit log is filtered by who, what and day, and searched', async ({ page, api }) => {
  const name = freshName('Audited source');
  const { id } = await call(api, createSourceContract, { kind: 'inventory', name });
  await openList(page, '/settings/audit');
  await page.getByLabel('To what').selectOption({ label: 'Source' });
  await page.getByLabel('What', { exact: true }).selectOption({ label: 'Source created' });
  await expect(page).toHaveURL(/subjectKind=source/);
  const made = rowsOf(page).filter({ hasText: name });
  await expect(made).toHaveCount(1);
  await expect(made.getByRole('link', { name })).toHaveAttribute('href', `/sources/${id}`);

  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  await page.getByLabel('To day').fill(day(Date.now() - 2 * DAY_MS));
  await expect(made).toHaveCount(0);
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect(page.getByLabel('To day')).toHaveValue('');

  await page.getByRole('searchbox').fill(id); // all that was done to one record
  await expect(rowsOf(page)).toHaveCount(1);
  await rowsOf(page).getByRole('link', { name: 'Source created' }).click();
  await expect(panelOf(page).getByRole('heading', { name: 'What was set' })).toBeVisible();
  await expect(panelOf(page)).toContainText(name);
});

test('the audit log can be read on a telephone, an event with all that it tells @mobile', async ({
  page,
}) => {
  await page.goto('/settings/audit?action=session.started');
  await isLive(page.locator('[data-filter]'));
  const first = rowsOf(page).first();
  await expect(first).toContainText('Signed in');
  await first.getByRole('link', { name: 'Signed in' }).click();
  await expect(panelOf(page).getByText('From where', { exact: true })).toBeVisible();
  const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(tooWide).toBeLessThanOrEqual(0);
});

test('no call changes what the audit log says', async ({ api }) => {
  for (const path of ['/api/audit', '/api/audit/1', '/api/audit/choices']) {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const answer = await api.fetch(path, { method, data: { action: 'nothing.happened' } });
      expect(answer.status(), `${method} ${path}`).toBe(405);
    }
  }
});

test('a token is made in the browser, reads and does not write, and is refused the moment it is revoked', async ({
  page,
  playwright,
  baseURL,
}) => {
  const name = freshName('Nightly report');
  await openList(page, '/settings/tokens');
  await page.getByRole('button', { name: 'New token' }).click();
  const form = page.getByRole('dialog', { name: 'New token' });
  await form.getByLabel('Name').fill(name);
  await form.getByLabel('Role').selectOption({ label: 'Viewer' });
  await form.getByLabel('Works for').selectOption({ label: '30 days' });
  await form.getByRole('button', { name: 'Make the token' }).click();
  const shown = page.getByRole('dialog', { name: 'The token' });
  const token = (await shown.getByText(/^ek_[\w-]{40,}$/).textContent()) ?? '';
  await expect(shown.getByText(`Authorization: Bearer ${token}`)).toBeVisible();
  await shown.getByRole('button', { name: 'I have copied it' }).click();
  await expect(shown).toHaveCount(0);
  const row = rowsOf(page).filter({ hasText: name });
  await expect(row).toContainText('Live');
  expect(await page.content()).not.toContain(token); // the list has its beginning only

  const caller = await playwright.request.newContext({
    baseURL,
    extraHTTPHeaders: { authorization: `Bearer ${token}` },
  });
  await call(caller, readRecommendationTotalsContract);
  const written = await caller.post('/api/sources', { data: { name: freshName('no'), kind: 'focus' } });
  expect(written.status()).toBe(403);

  await row.locator('[data-row-link]').click();
  const panel = panelOf(page);
  await expect(panel.getByText('This token has changed nothing yet.')).toBeVisible();
  await panel.getByRole('button', { name: 'Revoke' }).click();
  const sure = page.getByRole('dialog', { name: `Revoke “${name}”` });
  await expect(sure).toContainText('cannot be brought back');
  await sure.getByRole('button', { name: 'Revoke it' }).click();
  await expect(panel.getByText('Revoked', { exact: true }).first()).toBeVisible();
  const after = await caller.get('/api/recommendations/totals');
  expect(after.status()).toBe(401);
  await caller.dispose();
  await expect(panel.getByRole('link', { name: 'Token revoked' })).toBeVisible();
});

test.describe('an operator', () => {
  test.use({ expectedErrors: /status of 403/ });

  test('who opens what is for administrators is told so, and finds no way there', async ({
    page,
    api,
    playwright,
    baseURL,
  }) => {
    const visitor = await newVisitor(playwright, baseURL);
    await signIn(visitor, await addMember(api, visitor, 'operator'));
    const theirs = await pageOf(page, visitor);
    for (const path of ['/settings/users', '/settings/tokens', '/settings/audit']) {
      const answer = await theirs.goto(`${baseURL}${path}`);
      expect(answer?.status()).toBe(403);
      await expect(theirs.getByText(/administrator/i).first()).toBeVisible();
      await expect(theirs.getByRole('navigation', { name: 'Settings' })).not.toContainText('Audit');
      expect((await visitor.get(path.replace('/settings', '/api'))).status()).toBe(403);
    }
    await theirs.context().close();
    await visitor.dispose();
  });
});

test('somebody is invited, and by whom and as what is seen @mobile', async ({ page }) => {
  const name = freshName('Invited in the browser');
  const email = `${name.replaceAll(' ', '-').toLowerCase()}@example.com`;
  await openList(page, '/settings/users');
  await page.getByRole('button', { name: 'Invite' }).click();
  const form = page.getByRole('dialog', { name: 'Invite somebody' });
  await form.getByLabel('E-mail').fill(email);
  await form.getByLabel('Name').fill(name);
  await form.getByLabel('Role').selectOption({ label: 'Viewer' });
  await form.getByRole('button', { name: 'Invite' }).click();
  const invited = page.getByRole('dialog', { name: 'Invited' });
  await expect(invited.getByText(/\/set-password\/[\w-]{20,}$/)).toBeVisible();
  await expect(invited).toContainText('It works once, until');
  await invited.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('searchbox').fill(email);
  const row = rowsOf(page).filter({ hasText: name });
  await expect(row).toContainText('Invited');
  await row.locator('[data-row-link]').click();
  const panel = panelOf(page);
  await expect(panel.getByText('Not signed in anywhere.')).toBeVisible();
  await expect(panel.getByRole('button', { name: 'Invite again' })).toBeEnabled();
  await expect(panel.getByText(`by ${administrator().email}`)).toBeVisible();
});

test('a session is ended from the page of its user, who is out with the next click', async ({
  page,
  api,
  playwright,
  baseURL,
}) => {
  const visitor = await newVisitor(playwright, baseURL);
  const member = await addMember(api, visitor, 'viewer');
  await signIn(visitor, member);
  expect((await visitor.get('/api/recommendations')).status()).toBe(200);
  await openMember(page, member);
  const sessions = panelOf(page).getByRole('list', { name: 'Open sessions' });
  await expect(sessions.getByRole('listitem')).toHaveCount(1);
  await sessions.getByRole('button', { name: /^End the session/ }).click();
  await expect(panelOf(page).getByText('Not signed in anywhere.')).toBeVisible();
  expect((await visitor.get('/api/recommendations')).status()).toBe(401);
  await visitor.dispose();
});

test('what cannot be done to oneself is said before it is tried', async ({ page, api }) => {
  const { email } = administrator();
  const { items } = await (await api.get(`/api/users?q=${encodeURIComponent(email)}`)).json();
  const self = items.find((user: { email: string }) => user.email === email);
  await page.goto(`/settings/users/${self.id}`);
  const panel = panelOf(page);
  await expect(panel.getByText('this is you')).toBeVisible();
  await expect(panel.getByRole('button', { name: 'Disable' })).toBeDisabled();
  await expect(panel.getByText('You cannot disable yourself. Another administrator can.')).toBeVisible();
});
