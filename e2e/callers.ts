import type { APIRequestContext, PlaywrightWorkerArgs } from '@playwright/test';
import {
  createTokenContract,
  disableUserContract,
  inviteUserContract,
  revokeTokenContract,
  setPasswordContract,
} from '@/lib/contracts/people';
import type { Role } from '@/lib/people/roles.schema';
import { call, expect, freshName } from './fixtures';

/** Callers of every kind, made as an administrator makes them. */
type Place = { playwright: PlaywrightWorkerArgs['playwright']; baseURL: string | undefined };

/** A caller with nothing but these headers. */
function caller({ playwright, baseURL }: Place, headers: Record<string, string> = {}) {
  return playwright.request.newContext({
    baseURL,
    extraHTTPHeaders: headers,
    storageState: { cookies: [], origins: [] },
  });
}

export const stranger = (place: Place) => caller(place);
export const holderOf = (place: Place, token: string) => caller(place, { authorization: `Bearer ${token}` });

export async function makeToken(
  api: APIRequestContext,
  role: Role,
  expiresAt?: string,
): Promise<{ id: string; token: string }> {
  const input = { name: freshName(`e2e ${role}`), role, ...(expiresAt ? { expiresAt } : {}) };
  return call(api, createTokenContract, input);
}

/** A token that has run out; waits until it has. */
export async function expiredToken(api: APIRequestContext, place: Place): Promise<string> {
  const { token } = await makeToken(api, 'admin', new Date(Date.now() + 3_000).toISOString());
  const holder = await holderOf(place, token);
  await expect.poll(async () => (await holder.get('/api/waiting')).status()).toBe(401);
  await holder.dispose();
  return token;
}

export async function revokedToken(api: APIRequestContext): Promise<string> {
  const { id, token } = await makeToken(api, 'admin');
  await call(api, revokeTokenContract, { id });
  return token;
}

/** Somebody who was invited, has set a password and is signed in by the cookie of a browser. */
export async function signedIn(
  api: APIRequestContext,
  place: Place,
  role: Role,
): Promise<{ id: string; browser: APIRequestContext }> {
  const email = `${freshName(`e2e-${role}`).replaceAll(' ', '-')}@example.com`;
  const password = freshName('a long password');
  const invitation = await call(api, inviteUserContract, { email, name: email, role });
  const browser = await caller(place);
  await call(browser, setPasswordContract, { token: invitation.link.split('/').at(-1), password });
  const { csrfToken } = await (await browser.get('/api/auth/csrf')).json();
  const form = { csrfToken, email, password, json: 'true' };
  expect((await browser.post('/api/auth/callback/credentials', { form })).ok()).toBe(true);
  expect((await browser.get('/api/waiting')).status()).toBe(200);
  return { id: invitation.userId, browser };
}

export async function disable(api: APIRequestContext, id: string): Promise<void> {
  await call(api, disableUserContract, { id });
}
