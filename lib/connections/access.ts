import type { OpenConnection } from './data';

/** What every call to a connection carries: who we are, and the one host it may go to. */
export function accessOf(connection: Pick<OpenConnection, 'baseUrl' | 'account' | 'secret'>): {
  headers: Record<string, string>;
  allow: string[];
} {
  const url = new URL(connection.baseUrl);
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const credentials = Buffer.from(`${connection.account}:${connection.secret}`).toString('base64');
  return {
    headers: { authorization: `Basic ${credentials}`, accept: 'application/json' },
    allow: [`${url.hostname}:${port}`],
  };
}
