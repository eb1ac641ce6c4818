import { publicUrl } from '@/lib/core/env';

/** Where a sender posts: the token in the address is all that lets it in, and it is good for nothing else. */
const pathOf = (senderId: string) => `/api/webhooks/cms/${senderId}`;

export function endpointOf(senderId: string, token: string): string {
  return `${publicUrl()}${pathOf(senderId)}?token=${token}`;
}

/** The address as it may be shown. */
export function endpointShown(senderId: string): string {
  return `${publicUrl()}${pathOf(senderId)}?token=…`;
}

export type Listener = { host: string; port: number; endpoint: string };

/** The three parts that a bare CMS is told, which it joins as they stand: `host:port` and `endpoint`. */
export function listenerOf(senderId: string, token: string): Listener {
  const { protocol, hostname, port, pathname, search } = new URL(endpointOf(senderId, token));
  const usual = protocol === 'https:' ? 443 : 80;
  return {
    host: `${protocol}//${hostname}`,
    port: port === '' ? usual : Number(port),
    endpoint: `${pathname}${search}`,
  };
}
