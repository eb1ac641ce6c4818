import { isIP } from 'node:net';
import { env } from './env';

/**
 * The address that a request came from. `X-Forwarded-For` is what anybody may have written, but for its right end: our
 * own server (scripts/start/door.mjs) adds the address that the connection came from, and each of the TRUST_PROXY
 * proxies in front of it the one that *it* was called from. So the caller is that many places left of the end; a line
 * that is shorter, or names no address there, was not written by those proxies, and only its end is believed.
 */
export function addressOf(
  headers: Headers | Record<string, unknown>,
  trusted: number = env().TRUST_PROXY,
): string | undefined {
  const line = headers instanceof Headers ? headers.get('x-forwarded-for') : headers['x-forwarded-for'];
  if (typeof line !== 'string') return undefined;
  const hops = line.split(',').map(plainAddress);
  return hops.at(-1 - trusted) ?? hops.at(-1);
}

/** `[2001:db8::1]:443`, `192.0.2.7:443` and `::ffff:192.0.2.7` (how a dual socket names an IPv4 peer) without what is not the address. */
function plainAddress(hop: string): string | undefined {
  const bare = hop
    .trim()
    .replace(/^\[([^\]]+)\](:\d+)?$/, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
    .replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
  return isIP(bare) === 0 ? undefined : bare;
}
