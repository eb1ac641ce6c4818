import type { ClientConfig } from 'pg';
import { resolveOutbound } from '@/lib/core/outbound';
import type { OpenConnection } from './data';

type LibraryAccount = Pick<OpenConnection, 'baseUrl' | 'account' | 'secret'>;

const CONNECT_MS = 10_000;

/**
 * How a library database is reached, by the rules of the way out: its address is resolved, checked and pinned; a private
 * one, or one without TLS, is for hosts of OUTBOUND_ALLOW only. Throws `outbound_blocked`, and `unavailable` when the name
 * has no address.
 */
export async function libraryConfig({ baseUrl, account, secret }: LibraryAccount): Promise<ClientConfig> {
  const url = new URL(baseUrl);
  const port = url.port === '' ? 5432 : Number(url.port);
  const { address, isTrusted } = await resolveOutbound({
    hostname: url.hostname,
    port,
    timeoutMs: CONNECT_MS,
  });
  return {
    host: address,
    port,
    database: decodeURIComponent(url.pathname.slice(1)),
    user: account,
    password: secret,
    application_name: 'evenkeel',
    connectionTimeoutMillis: CONNECT_MS,
    options: '-c timezone=UTC',
    ...(isTrusted ? {} : { ssl: { servername: url.hostname } }),
  };
}
