import { AppError } from '@/lib/core/errors';
import { type Outcome, outboundFetch } from '@/lib/core/outbound';
import type { Listener } from './endpoint';
import type { PullAuthorization } from './senders.data';

/** A bare CMS: its listener call, and the list that some can be read by. `../shared/facts/webhooks.md` tells of it. */
const CALL = { timeoutMs: 10_000, maxBytes: 64_000 };
const LIST = { timeoutMs: 60_000, maxBytes: 50_000_000 };

/** Makes the CMS post to us; whoever it posted to before loses the place. Throws `outbound_failed`, `outbound_blocked`. */
export async function attachListener(
  baseUrl: string,
  listener: Listener,
  signal?: AbortSignal,
): Promise<void> {
  const body = JSON.stringify(listener);
  const headers = { 'content-type': 'application/json' };
  const url = `${baseUrl}/listener`;
  const outcome = await outboundFetch({ url, method: 'POST', headers, body, ...callOf(baseUrl, signal) });
  refuseUnlessDone(outcome, 'take us as its listener');
}

/** Makes the CMS post to nobody. Throws `outbound_failed`, `outbound_blocked`. */
export async function detachListener(baseUrl: string): Promise<void> {
  const outcome = await outboundFetch({ url: `${baseUrl}/listener`, method: 'DELETE', ...callOf(baseUrl) });
  refuseUnlessDone(outcome, 'let us go as its listener');
}

type List = { baseUrl: string; path: string; authorization: PullAuthorization | null };

/**
 * One page of the list, as it came. What we authorize ourselves with goes to the origin alone that it was entered for (no
 * redirect is followed). Throws `outbound_failed`, `outbound_blocked`, `misconfigured`.
 */
export async function readListPage(
  { baseUrl, path, authorization }: List,
  query: Record<string, string>,
  signal: AbortSignal,
): Promise<unknown> {
  const url = new URL(`${baseUrl}${path}`);
  if (authorization !== null && authorization.origin !== url.origin)
    throw new AppError(
      'misconfigured',
      `its Authorization header was entered for ${authorization.origin}, and the list is at ${url.origin} now: enter it again`,
    );
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const headers = {
    accept: 'application/json',
    ...(authorization === null ? {} : { authorization: authorization.header }),
  };
  const outcome = await outboundFetch({
    url: url.toString(),
    method: 'GET',
    headers,
    ...callOf(baseUrl, signal),
    ...LIST,
  });
  refuseUnlessDone(outcome, 'give its list');
  try {
    return JSON.parse(outcome.kind === 'answer' ? outcome.text : '');
  } catch (cause) {
    throw new AppError('outbound_failed', `the list at ${path} is not JSON`, { cause });
  }
}

function callOf(baseUrl: string, signal?: AbortSignal) {
  const { hostname, protocol, port } = new URL(baseUrl);
  return { allow: [`${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`], ...CALL, signal };
}

function refuseUnlessDone(outcome: Outcome, deed: string): void {
  if (outcome.kind !== 'answer') {
    throw new AppError('outbound_failed', `the CMS did not ${deed}: ${outcome.reason}`);
  }
  if (outcome.status >= 200 && outcome.status < 300) return;
  throw new AppError('outbound_failed', `the CMS did not ${deed}: it answered ${outcome.status}`);
}
