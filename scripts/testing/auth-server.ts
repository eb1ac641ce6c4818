import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { NextApiRequest, NextApiResponse } from 'next';
import NextAuth, { type NextAuthOptions } from 'next-auth';
import { close, listen } from './oidc';

/** /api/auth of the product over HTTP without the rest of it: its options and its library, on a port of its own. */
export async function startAuthServer(
  options: () => NextAuthOptions,
): Promise<{ url: string; stop(): Promise<void> }> {
  const server = createServer((request, response) => void answer(request, response, options()));
  const url = await listen(server);
  process.env.NEXTAUTH_URL = url; // as scripts/web.ts does
  return { url, stop: () => close(server) };
}

async function answer(request: IncomingMessage, response: ServerResponse, options: NextAuthOptions) {
  const url = new URL(request.url ?? '/', 'http://own');
  const [, api, auth, ...nextauth] = url.pathname.split('/');
  if (api !== 'api' || auth !== 'auth') return response.end(url.pathname); // a page of the console
  const query = { ...Object.fromEntries(url.searchParams), nextauth };
  const body = Object.fromEntries(new URLSearchParams(await read(request)));
  const cookies = Object.fromEntries((request.headers.cookie ?? '').split('; ').map(readCookie));
  // What Next adds to Node's own request and response.
  const asked: NextApiRequest = Object.assign(request, { query, body, cookies, env: {} });
  const answered: NextApiResponse = Object.assign(response, {
    status: (code: number) => Object.assign(answered, { statusCode: code }),
    send: (text: unknown) => answered.end(typeof text === 'string' ? text : JSON.stringify(text ?? '')),
    json: (value: unknown) => answered.end(JSON.stringify(value)),
    redirect: () => answered,
    setDraftMode: () => answered,
    setPreviewData: () => answered,
    clearPreviewData: () => answered,
    revalidate: async () => undefined,
  });
  await NextAuth(asked, answered, options);
}

function readCookie(pair: string): [string, string] {
  const at = pair.indexOf('=');
  return [pair.slice(0, at), decodeURIComponent(pair.slice(at + 1))];
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
