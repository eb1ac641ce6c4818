import http from 'node:http';
import { addServer, drainOnSignal } from './drain.mjs';

/**
 * The door of the web server, loaded into its process before Next (webCommand). Next makes its HTTP server out of our
 * reach, so the server is fitted where it is made: every answer leaves with the headers below, those of Next's own
 * errors, redirects and static files too, and every request says where it came from.
 */
const IDLE_BODY_MS = 120_000;
const HEADERS_MS = 30_000;
const LINGER_MS = 2_000;
const KEEP_ALIVE_MS = 75_000;
const MOST_HEADERS = 100;

/** What is not a page shows nothing and runs nothing; proxy.ts gives pages the policy they need. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'permissions-policy':
    'camera=(), display-capture=(), fullscreen=(), geolocation=(), microphone=(), payment=(), usb=()',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  // Only where we are called by https: over http a browser ignores it, and a test machine would be locked into it.
  ...(process.env.PUBLIC_URL?.startsWith('https://')
    ? { 'strict-transport-security': 'max-age=31536000' }
    : {}),
};

const { createServer } = http;

// Of a server in earnest only: in development Next stops its compiler too.
if (process.env.NODE_ENV === 'production') drainOnSignal();

http.createServer = (...given) => {
  const serve = given.pop();
  const server = createServer(...given, (request, response) => {
    dress(request, response);
    if (request.rawHeaders.length / 2 > MOST_HEADERS) response.writeHead(431, { connection: 'close' }).end();
    else serve(request, response);
  });
  server.headersTimeout = HEADERS_MS;
  // Longer than whoever stands in front keeps its connections (60 s mostly): we would close one as it is being used.
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  // A whole request may take as long as a bill of 100 GB does; a body that stands still is given up instead.
  server.requestTimeout = 0;
  addServer(server);
  return server;
};

function dress(request, response) {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  // As any proxy does; lib/core/address.ts reads the line from this end, which no caller can write.
  const from = request.socket.remoteAddress;
  const before = request.headers['x-forwarded-for'];
  request.headers['x-forwarded-for'] = before ? `${before}, ${from}` : from;
  watchBody(request, response);
}

function watchBody(request, response) {
  const { headers, socket } = request;
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return;
  socket.setTimeout(IDLE_BODY_MS);
  request.once('end', () => socket.setTimeout(0));
  // An answer before the end of the body refuses it: the caller gets a moment to read why, not hours to send the rest.
  response.once('finish', () => {
    if (!request.complete) setTimeout(() => request.complete || socket.destroy(), LINGER_MS).unref();
  });
}
