import type { APIRequest, APIRequestContext, Page } from '@playwright/test';
import { inviteUserContract } from '@/lib/contracts/people';
import type { Role } from '@/lib/people/roles.schema';
import { call, expect, freshName } from './fixtures';

export type Member = { id: string; email: string; name: string; password: string };

/** Somebody of their own for a test: invited, and with the password set by the link. */
export async function addMember(
  api: APIRequestContext,
  visitor: APIRequestContext,
  role: Role,
): Promise<Member> {
  const name = freshName(`E2e ${role}`);
  const email = `${name.replaceAll(' ', '-').toLowerCase()}@example.com`;
  const { userId, link } = await call(api, inviteUserContract, { email, name, role });
  const password = `the password of ${name}`;
  const token = new URL(link).pathname.split('/').at(-1);
  const answer = await visitor.post('/api/account/password/set', { data: { token, password } });
  expect(answer.status(), await answer.text()).toBe(200);
  return { id: userId, email, name, password };
}

/** A caller that nobody is signed in with yet. */
export const newVisitor = (playwright: { request: APIRequest }, baseURL: string | undefined) =>
  playwright.request.newContext({ baseURL });

/** Signs this caller in as the member; its cookies are a browser's. */
export async function signIn(visitor: APIRequestContext, { email, password }: Member): Promise<void> {
  const { csrfToken } = await (await visitor.get('/api/auth/csrf')).json();
  const answer = await visitor.post('/api/auth/callback/credentials', {
    form: { csrfToken, email, password, json: 'true' },
  });
  expect(answer.ok(), await answer.text()).toBe(true);
}

/** A page of a browser of their own, signed in as the member. */
export async function pageOf(page: Page, visitor: APIRequestContext): Promise<Page> {
  const browser = page.context().browser();
  if (!browser) throw new Error('the page has no browser');
  const context = await browser.newContext({ storageState: await visitor.storageState() });
  return context.newPage();
}
