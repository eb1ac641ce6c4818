import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { collectGarbage } from '@/scripts/testing/garbage';
import { isNamed, isPublic, outboundFetch } from './outbound';

// One name of the loopback is trusted, so that both kinds of host can be shown on one machine.
beforeAll(() => {
  process.env.OUTBOUND_ALLOW = '127.0.0.1';
});

const open: { close(): unknown }[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

function portOf(server: { address(): unknown }): number {
  const address = server.address();
  if (typeof address === 'object' && address !== null && 'port' in address) return Number(address.port);
  throw new Error('the server does not listen');
}

async function serve(listener: RequestListener): Promise<{ base: string; server: Server }> {
  const server = createServer(listener);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  open.push({
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  });
  return { base: `http://127.0.0.1:${portOf(server)}`, server };
}

const get = (url: string, more = {}) =>
  outboundFetch({ url, method: 'GET', allow: [], timeoutMs: 5000, maxBytes: 10_000, ...more });

it('hands back the answer with lower-case headers and the body it was sent', async () => {
  const { base } = await serve((request, response) => {
    request.setEncoding('utf8').on('data', (body) => {
      response.setHeader('X-Seen', `${request.method} ${request.headers['content-type']}`);
      response.writeHead(201).end(`got ${body}`);
    });
  });
  const outcome = await get(`${base}/a`, {
    method: 'POST',
    body: 'words',
    headers: { 'content-type': 'text/plain' },
  });
  expect(outcome).toMatchObject({ kind: 'answer', status: 201, text: 'got words' });
  expect(outcome).toMatchObject({ headers: { 'x-seen': 'POST text/plain' } });
});

it('does not follow a redirect', async () => {
  let asked = 0;
  const { base } = await serve((_, response) => {
    asked += 1;
    response.writeHead(302, { location: '/elsewhere' }).end();
  });
  expect(await get(base)).toMatchObject({ kind: 'answer', status: 302 });
  expect(asked).toBe(1);
});

it('refuses a host that nobody allowed', async () => {
  await expect(get('https://example.com/')).rejects.toMatchObject({ code: 'outbound_blocked' });
  await expect(get('ftp://127.0.0.1/')).rejects.toMatchObject({ code: 'outbound_blocked' });
  await expect(get('http://user:secret@127.0.0.1/')).rejects.toMatchObject({ code: 'outbound_blocked' });
});

it('refuses plain http and private addresses for a host that only a connection allows', async () => {
  const { base } = await serve((_, response) => response.end('inside'));
  const port = new URL(base).port;
  const plain = get(`http://localhost:${port}`, { allow: ['localhost'] });
  await expect(plain).rejects.toThrow(/not https/);
  const inside = get(`https://localhost:${port}`, { allow: [`localhost:${port}`] });
  await expect(inside).rejects.toThrow(/not a public address/);
  const metadata = get('https://169.254.169.254/latest', { allow: ['169.254.169.254'] });
  await expect(metadata).rejects.toThrow(/not a public address/);
});

it('says that nothing was sent when the port refuses or the name is unknown', async () => {
  const { base, server } = await serve(() => undefined);
  await new Promise((closed) => server.close(closed));
  expect(await get(base)).toMatchObject({ kind: 'not_sent' });
  const nowhere = await get('https://no-such-host.invalid/', { allow: ['no-such-host.invalid'] });
  expect(nowhere).toMatchObject({ kind: 'not_sent' });
});

it('says that nothing was sent when the other side speaks no TLS', async () => {
  const { base } = await serve((_, response) => response.end());
  expect(await get(base.replace('http:', 'https:'))).toMatchObject({ kind: 'not_sent' });
});

it('leaves the outcome unclear when the connection is cut after the request', async () => {
  const server = createTcpServer((socket) => socket.once('data', () => socket.destroy()));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  open.push(server);
  const outcome = await get(`http://127.0.0.1:${portOf(server)}`, { method: 'POST', body: 'x' });
  expect(outcome).toMatchObject({ kind: 'unclear' });
});

it('leaves the outcome unclear when no answer comes in time or the caller stops waiting', async () => {
  let arrived = false;
  const { base } = await serve(() => {
    arrived = true;
  });
  expect(await get(base, { timeoutMs: 150 })).toEqual({
    kind: 'unclear',
    reason: 'no answer within the time limit',
  });
  expect(arrived).toBe(true);
  const stop = new AbortController();
  const { base: other } = await serve(() => stop.abort());
  expect(await get(other, { signal: stop.signal })).toEqual({ kind: 'unclear', reason: 'cancelled' });
});

it('ends within its limit while garbage is collected and the caller’s signal is given', async () => {
  const { base } = await serve(() => undefined);
  const stop = new AbortController();
  const asked = Date.now();
  const collecting = setInterval(collectGarbage, 10);
  const outcome = await get(base, { timeoutMs: 300, signal: stop.signal }).finally(() =>
    clearInterval(collecting),
  );
  expect(outcome).toEqual({ kind: 'unclear', reason: 'no answer within the time limit' });
  expect(Date.now() - asked).toBeLessThan(10_000);
});

it('reads no more of an answer than the limit', async () => {
  const { base } = await serve((_, response) => response.end('x'.repeat(20_000)));
  expect(await get(base)).toEqual({ kind: 'unclear', reason: 'the answer is larger than 10000 bytes' });
});

it('reads a body cut short as unclear, not as an answer', async () => {
  const { base } = await serve((_, response) => {
    response.writeHead(201, { 'content-length': '100' });
    response.write('{"id"');
    setImmediate(() => response.destroy());
  });
  expect(await get(base, { method: 'POST', body: '{}' })).toMatchObject({ kind: 'unclear' });
});

it.each([
  ['8.8.8.8', true],
  ['2606:4700::1111', true],
  ['10.1.2.3', false],
  ['127.0.0.1', false],
  ['169.254.169.254', false],
  ['100.100.100.200', false],
  ['::1', false],
  ['::ffff:10.0.0.1', false],
  ['fd00::1', false],
  ['0.0.0.0', false],
])('judges %s public: %s', (address, expected) => {
  expect(isPublic(address)).toBe(expected);
});

it.each([
  ['https://jira.example/', ['jira.example'], true],
  ['https://jira.example:8443/', ['jira.example'], true],
  ['https://jira.example/', ['JIRA.example:443'], true],
  ['https://jira.example:8443/', ['jira.example:443'], false],
  ['https://evil.jira.example/', ['jira.example'], false],
])('%s is named by %j: %s', (url, entries, expected) => {
  expect(isNamed(new URL(url), entries)).toBe(expected);
});
