import { createServer } from 'node:http';
import { POST } from '@/app/api/webhooks/cms/[source]/route';
import { listen } from '@/lib/sandbox/serve';

/** The door of webhooks at an address of its own, which PUBLIC_URL then names: what the web server is to senders. */
export async function openTestDoor(): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const url = new URL(request.url ?? '/', 'http://door');
    const headers = new Headers();
    for (const [name, value] of Object.entries(request.headers)) headers.set(name, String(value));
    const asked = new Request(url, { method: 'POST', headers, body: Buffer.concat(chunks) });
    const source = url.pathname.split('/').at(-1) ?? '';
    const answer = await POST(asked, { params: Promise.resolve({ source }) });
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
  });
  const url = `http://127.0.0.1:${await listen(server, 0, '127.0.0.1')}`;
  process.env.PUBLIC_URL = url; // before anything reads the settings
  process.env.OUTBOUND_ALLOW ??= '127.0.0.1';
  const close = () =>
    new Promise<void>((done) => {
      server.closeAllConnections();
      server.close(() => done());
    });
  return { url, close };
}
