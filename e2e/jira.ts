import { type APIRequestContext, expect } from '@playwright/test';
import { z } from 'zod';
import { listConnectionsContract } from '@/lib/contracts/connections';
import { listRunsContract } from '@/lib/contracts/runs';
import { call, RUN_MS } from './call';

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
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  data?: object,
): Promise<unknown> {
  const { baseUrl } = await sandboxJira(api);
  const answer = await api.fetch(`${baseUrl}/sandbox/${path}`, { method, ...(data ? { data } : {}) });
  expect(answer.ok(), await answer.text()).toBe(true);
  const text = await answer.text();
  return text ? JSON.parse(text) : null;
}

/** Such requests are not answered any more, until `healJira`: whoever asks waits for as long as a test needs. */
export const silenceJira = (api: APIRequestContext, match: Where) =>
  control(api, 'POST', 'faults/next', { kind: 'timeout', times: 10_000, match });

/** The connection is cut after the next issue was made: nobody is told that it was. */
export const loseNextAnswer = (api: APIRequestContext) =>
  control(api, 'POST', 'faults/next', {
    kind: 'cutAfter',
    times: 1,
    match: { method: 'POST', path: '/issue' },
  });

/** Every fault is taken back, the lag of the search too. */
export const healJira = (api: APIRequestContext) => control(api, 'DELETE', 'faults');

export const UNDER_WAY = ['requested', 'running', 'cancelling'];

/** A run that is still under way would meet what is meant for the next one. */
export async function noRunIsUnderWay(api: APIRequestContext): Promise<void> {
  const underWay = async () => (await call(api, listRunsContract, { state: UNDER_WAY, limit: 1 })).items;
  await expect.poll(underWay, { timeout: RUN_MS }).toEqual([]);
}

/** How far the search lies behind what was written. */
export const lagIndex = (api: APIRequestContext, indexLagMs: number) =>
  control(api, 'PUT', 'faults', { indexLagMs });

const issues = z.object({
  issues: z.array(z.object({ key: z.string(), summary: z.string(), labels: z.array(z.string()) })),
});

export async function issuesOf(api: APIRequestContext) {
  return issues.parse(await control(api, 'GET', 'issues')).issues;
}
