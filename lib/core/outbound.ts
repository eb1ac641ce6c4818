import { lookup } from 'node:dns/promises';
import type { LookupFunction, Socket } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Agent, buildConnector, request } from 'undici';
import { isTimedOut, withDeadline } from './deadline';
import { env } from './env';
import { AppError, messageOf } from './errors';

/**
 * The only way out. A host must be named in OUTBOUND_ALLOW or in `allow` (what an admin added as a connection); its
 * addresses are resolved once, checked and pinned for this request, so that a name cannot change under us. Private,
 * loopback, link-local and metadata addresses, and plain http, are for hosts of OUTBOUND_ALLOW only. Redirects are
 * answers, never followed. Every request has a connection of its own: a reused one that dies leaves in doubt whether
 * anything was sent.
 */
export type OutboundRequest = {
  url: string;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  headers?: Record<string, string>;
  body?: string;
  allow: string[]; // "host" (any port) or "host:port"
  timeoutMs: number; // over the whole exchange, name resolution included
  maxBytes: number; // of the answer's body
  signal?: AbortSignal;
};

export type Outcome =
  | { kind: 'answer'; status: number; headers: Record<string, string>; text: string }
  | { kind: 'not_sent'; reason: string } // nothing left: no address, refused, no TLS
  | { kind: 'unclear'; reason: string }; // it may have been received: time ran out, reset, answer too large

/** Throws `outbound_blocked` when the host or its address is not one we may call; everything else is an outcome. */
export async function outboundFetch(outbound: OutboundRequest): Promise<Outcome> {
  const url = readUrl(outbound.url);
  const trusted = isNamed(url, trustedHosts());
  if (!trusted && !isNamed(url, outbound.allow)) {
    throw blocked(`${url.host} is not among the hosts this installation may call`);
  }
  if (url.protocol !== 'https:' && !trusted) {
    throw blocked(`${url.origin} is not https; plain http needs the host in OUTBOUND_ALLOW`);
  }
  return withDeadline({ ms: outbound.timeoutMs, signal: outbound.signal }, async (signal) => {
    const addresses = await resolve(url.hostname, signal);
    if (typeof addresses === 'string') return { kind: 'not_sent', reason: addresses };
    if (!trusted) refusePrivate(url.hostname, addresses);
    return exchange(url, outbound, addresses, signal);
  });
}

type Address = { address: string; family: number };

/**
 * The address of a host that is not spoken to by HTTP (a database that an admin added): resolved and checked as above.
 * Without being named in OUTBOUND_ALLOW it must be public, and whoever connects uses TLS. Throws `outbound_blocked`, and
 * `unavailable` when the name has no address.
 */
export async function resolveOutbound({
  hostname,
  port,
  timeoutMs,
}: {
  hostname: string;
  port: number;
  timeoutMs: number;
}): Promise<{ address: string; isTrusted: boolean }> {
  const name = hostname.replace(/^\[|\]$/g, '');
  const isTrusted = hasHost(trustedHosts(), name, String(port));
  const addresses = await withDeadline({ ms: timeoutMs }, (signal) => resolve(name, signal));
  if (typeof addresses === 'string')
    throw new AppError('unavailable', `${name} has no address: ${addresses}`);
  if (!isTrusted) refusePrivate(name, addresses);
  const [first] = addresses;
  if (!first) throw new AppError('unavailable', `${name} has no address`);
  return { address: first.address, isTrusted };
}

/** What an operator named: a library database in the settings is as good as a line of OUTBOUND_ALLOW. */
function trustedHosts(): string[] {
  const { OUTBOUND_ALLOW, LIBRARY_DATABASE_URL } = env();
  if (LIBRARY_DATABASE_URL === undefined) return OUTBOUND_ALLOW;
  const { hostname, port } = new URL(LIBRARY_DATABASE_URL);
  return [...OUTBOUND_ALLOW, `${hostname}:${port === '' ? '5432' : port}`];
}

function readUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:') || url.username !== '') {
    throw blocked('the address is not a plain http(s) URL');
  }
  return url;
}

/** Whether a list names the URL's host, with its port or for any port. */
export function isNamed(url: URL, entries: string[]): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return hasHost(entries, url.hostname, port);
}

function hasHost(entries: string[], hostname: string, port: string): boolean {
  const host = hostname.toLowerCase();
  return entries.some((entry) => [host, `${host}:${port}`].includes(entry.toLowerCase()));
}

async function resolve(hostname: string, signal: AbortSignal): Promise<Address[] | string> {
  const name = hostname.replace(/^\[|\]$/g, ''); // an IPv6 literal stands in brackets
  const aborted = new Promise<string>((settle) => {
    const stop = () => settle(reasonOf(signal));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
  });
  const resolved = lookup(name, { all: true }).catch((error: unknown) => messageOf(error));
  return Promise.race([resolved, aborted]);
}

function refusePrivate(hostname: string, addresses: Address[]): void {
  const inside = addresses.find(({ address }) => !isPublic(address));
  if (inside) throw blocked(`${hostname} stands at ${inside.address}, which is not a public address`);
}

/** Only plain unicast is public: ranges such as private, linkLocal (169.254: cloud metadata) or uniqueLocal are not. */
export function isPublic(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

async function exchange(
  url: URL,
  outbound: OutboundRequest,
  addresses: Address[],
  signal: AbortSignal,
): Promise<Outcome> {
  let connected = false;
  const connector = buildConnector({ lookup: pinnedTo(addresses), timeout: outbound.timeoutMs });
  const agent = new Agent({
    headersTimeout: 0, // the signal holds the one limit on time
    bodyTimeout: 0,
    connect: (options, callback) =>
      connector(options, (...result: [null, Socket] | [Error, null]) => {
        if (result[1]) connected = true;
        callback(...result);
      }),
  });
  try {
    const { method, headers, body } = outbound;
    const answer = await request(url, { method, headers, body: body ?? null, dispatcher: agent, signal });
    const text = await readText(answer.body, outbound.maxBytes);
    if (text === null)
      return { kind: 'unclear', reason: `the answer is larger than ${outbound.maxBytes} bytes` };
    return { kind: 'answer', status: answer.statusCode, headers: flatten(answer.headers), text };
  } catch (error) {
    const reason = signal.aborted ? reasonOf(signal) : messageOf(error) || 'the connection failed';
    return { kind: connected ? 'unclear' : 'not_sent', reason };
  } finally {
    await agent.destroy();
  }
}

function pinnedTo(addresses: Address[]): LookupFunction {
  return (_hostname, options, callback) => {
    const [first] = addresses;
    if (options.all) callback(null, addresses);
    else if (first) callback(null, first.address, first.family);
    else callback(new Error('the name has no address'), '');
  };
}

async function readText(body: AsyncIterable<Buffer>, maxBytes: number): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}

function reasonOf(signal: AbortSignal): string {
  return isTimedOut(signal) ? 'no answer within the time limit' : 'cancelled';
}

function blocked(detail: string): AppError {
  return new AppError('outbound_blocked', detail);
}
