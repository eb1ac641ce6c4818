import type { APIRequestContext } from '@playwright/test';
import { z } from 'zod';
import { listConnectionsContract } from '@/lib/contracts/connections';
import { call, expect } from './fixtures';

/** The sandbox Jira of the application under test, by its own controls: what people do there, and what goes wrong. */
type Where = { method: string; path: string };

export async function sandboxJira(api: APIRequestContext) {
  const { items } = await call(api, listConnectionsContract);
  const [connection] = items.filter(({ kind, isSandbox }) => isSandbox && kind === 'jira');
  expect(connection, 'the application under test has a sandbox Jira').toBeDefined();
  return { id: connection?.id ?? '', baseUrl: connection?.baseUrl ?? '' };
}

export async function control(
  api: APIRequestContext,
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  data?: object,
): Promise<unknown> {
  const { baseUrl } = await sandboxJira(api);
  const answer = await api.fetch(`${baseUrl}/sandbox/${path}`, { method, ...(data ? { data } : {}) });
  expect(answer.ok(), await answer.text()).toBe(true);
  const text = await answer.text();
  return text ? JSON.parse(text) : null;
}

/** The next such request is not answered within the time that a caller waits. */
export const delayJira = (api: APIRequestContext, match: Where) =>
  control(api, 'POST', 'faults/next', { kind: 'timeout', times: 1, match });

/** The connection is cut after the next issue was made: nobody is told that it was. */
export const loseNextAnswer = (api: APIRequestContext) =>
  control(api, 'POST', 'faults/next', {
    kind: 'cutAfter',
    times: 1,
    match: { method: 'POST', path: '/issue' },
  });

/** How far the search lies behind what was written. */
export const lagIndex = (api: APIRequestContext, indexLagMs: number) =>
  control(api, 'PUT', 'faults', { indexLagMs });

const issues = z.object({
  issues: z.array(z.object({ key: z.string(), summary: z.string(), labels: z.array(z.string()) })),
});

export async function issuesOf(api: APIRequestContext) {
  return issues.parse(await control(api, 'GET', 'issues')).issues;
}
