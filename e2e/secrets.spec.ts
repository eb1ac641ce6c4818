import { readFileSync } from 'node:fs';
import { contracts } from '@/lib/contracts/all';
import { createConnectionContract, removeConnectionContract } from '@/lib/contracts/connections';
import { createUserContract } from '@/lib/contracts/people';
import type { Application } from './application';
import * as callers from './callers';
import { call, expect, freshName, test } from './fixtures';

/** What nobody may read again, once it was given: not in an answer, not in a page, not in the log. */
const PAGES = [
  '/',
  '/account',
  '/settings/connections',
  '/settings/users',
  '/settings/tokens',
  '/settings/audit',
  '/settings/api',
];

const given = ({ password, token, own }: Application) => ({
  'the administrator’s password': password,
  'the token of the environment': token,
  ...(own ? { 'the sealing key': own.sealKey } : {}),
});

function findIn(text: string, secrets: Record<string, string>): string[] {
  return Object.entries(secrets)
    .filter(([, secret]) => text.includes(secret))
    .map(([name]) => name);
}

test('answers, errors, pages and the log hold no secret that was given', async ({
  api,
  page,
  baseURL,
  playwright,
  application,
}) => {
  test.setTimeout(180_000);
  const secret = freshName('the token of a tracker').replaceAll(' ', '-');
  const password = freshName('the password of a user');
  const connection = {
    name: freshName('e2e secrets'),
    baseUrl: 'https://jira.example.com',
    account: 'a@example.com',
  };
  const { id } = await call(api, createConnectionContract, { ...connection, secret });
  const email = `${freshName('e2e-secrets').replace(' ', '-')}@example.com`;
  await call(api, createUserContract, { email, name: email, role: 'viewer', password });
  const { token } = await callers.makeToken(api, 'viewer');
  const secrets = {
    ...given(application),
    'a connection’s token': secret,
    'a user’s password': password,
    'an API token': token,
  };
  const found: string[] = [];
  const scan = (where: string, text: string) =>
    found.push(...findIn(text, secrets).map((name) => `${name} stands in ${where}`));

  // Refusals echo nothing of what was sent with them.
  const refused = [
    await api.post('/api/connections', { data: { ...connection, secret, baseUrl: 'no address' } }),
    await api.post('/api/connections', { data: { ...connection, secret } }),
    await api.post('/api/users', { data: { email, name: email, role: 'viewer', password } }),
    await api.post('/api/users', { data: { email: 'x', password, role: password } }),
  ];
  for (const answer of refused) scan(`the ${answer.status()} of ${answer.url()}`, await answer.text());
  for (const { method, path } of contracts.filter((contract) => contract.method === 'GET')) {
    const answer = await api.fetch(path.replaceAll(/\{\w+\}/g, id), { method });
    scan(`${method} ${path}`, await answer.text());
  }
  for (const path of PAGES) {
    await page.goto(path);
    scan(path, await page.content());
  }
  const holder = await callers.holderOf({ playwright, baseURL }, token);
  expect((await holder.get('/api/runs')).status()).toBe(200);
  await call(api, removeConnectionContract, { id });

  if (application.own) {
    const log = readFileSync(application.own.log, 'utf8');
    expect(log).toContain('/api/connections'); // it is the log of what was done here
    scan('the log', log);
  }
  expect(found).toEqual([]);
});
