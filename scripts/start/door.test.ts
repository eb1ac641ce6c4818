import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** A server that knows nothing of the door: it tells the line of addresses, and refuses a body at /refuse unread. */
const SERVER = `
  const http = require('node:http');
  const server = http.createServer((request, response) => {
    if (request.url === '/own') response.setHeader('content-security-policy', 'its own');
    if (request.url === '/refuse') response.statusCode = 413;
    if (request.url === '/ready') response.statusCode = globalThis.evenkeelStopping ? 503 : 200;
    if (request.url === '/slow') return setTimeout(() => response.end('whole'), 1500);
    if (request.url === '/never') return;
    response.end(JSON.stringify({ line: request.headers['x-forwarded-for'] }));
  });
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;

type Started = { port: number; child: ChildProcess };

async function start(environment: Record<string, string>): Promise<Started> {
  const child = spawn(process.execPath, ['--import', `${import.meta.dirname}/door.mjs`, '-e', SERVER], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = await once(child.stdout, 'data');
  return { port: Number(String(said)), child };
}

async function get({ port }: Started, path: string, headers: Record<string, string> = {}) {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
  return {
    status: answer.status,
    headers: Object.fromEntries(answer.headers),
    body: await answer.text(),
  };
}

describe('the door', () => {
  let plain: Started;
  let secure: Started;

  beforeAll(async () => {
    plain = await start({ PUBLIC_URL: '' });
    secure = await start({ PUBLIC_URL: 'https://evenkeel.example' });
  });
  afterAll(() => {
    plain.child.kill();
    secure.child.kill();
  });

  it('dresses every answer', async () => {
    const { headers } = await get(plain, '/');
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('camera=()'),
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
  });

  it('lets a page have a policy of its own', async () => {
    const { headers } = await get(plain, '/own');
    expect(headers['content-security-policy']).toBe('its own');
  });

  it('asks for https for good only where we are called by it', async () => {
    expect((await get(plain, '/')).headers).not.toHaveProperty('strict-transport-security');
    expect((await get(secure, '/')).headers).toHaveProperty('strict-transport-security', 'max-age=31536000');
  });

  it('adds where the call came from to the end of what the caller says', async () => {
    expect((await get(plain, '/')).body).toBe('{"line":"127.0.0.1"}');
    const said = await get(plain, '/', { 'x-forwarded-for': '10.0.0.1' });
    expect(said.body).toBe('{"line":"10.0.0.1, 127.0.0.1"}');
  });

  it('refuses a call with too many headers', async () => {
    const many = Object.fromEntries(Array.from({ length: 120 }, (_, index) => [`x-${index}`, '1']));
    const { status, headers } = await get(plain, '/', many);
    expect(status).toBe(431);
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it('lets a caller read the refusal of a body, and does not take the rest of it', async () => {
    const socket = connect(plain.port, '127.0.0.1');
    socket.write('PUT /refuse HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000000\r\n\r\nbegun');
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1\.1 413 /);
    await once(socket, 'close'); // by the other side: nothing here ends it
  });
});

/** A stop as an orchestrator asks for it: the signal, then watching the readiness. */
describe('a server that is told to stop', () => {
  const production = { NODE_ENV: 'production', DRAIN_SECONDS: '1', STOP_SECONDS: '20' };

  it('is not ready first, finishes what is under way, and ends well', async () => {
    const server = await start(production);
    const exited = once(server.child, 'exit');
    const slow = get(server, '/slow');
    expect((await get(server, '/ready')).status).toBe(200);
    server.child.kill('SIGTERM');
    await expect.poll(async () => (await get(server, '/ready')).status, { interval: 20 }).toBe(503);
    expect((await get(server, '/ready')).headers).toMatchObject({ connection: 'close' });
    expect(await slow).toMatchObject({ status: 200, body: 'whole' });
    expect(await exited).toEqual([0, null]);
    await expect(get(server, '/ready')).rejects.toThrow();
  });

  it('cuts what does not come to an end, and says so by its exit code', async () => {
    const server = await start({ ...production, DRAIN_SECONDS: '0', STOP_SECONDS: '1' });
    const exited = once(server.child, 'exit');
    const never = get(server, '/never').catch(() => 'cut');
    await get(server, '/');
    server.child.kill('SIGINT');
    expect(await exited).toEqual([1, null]);
    expect(await never).toBe('cut');
  });
});
