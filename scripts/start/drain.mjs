/**
 * How the web server stops on SIGTERM or SIGINT, instead of Next's own way, which knows no readiness and waits without
 * end: readiness answers 503 for DRAIN_SECONDS, so that whoever balances the load sends nothing more; then no connection
 * is taken, what is under way gets STOP_SECONDS to finish, and the rest is cut.
 */
const DRAIN_MS = Number(process.env.DRAIN_SECONDS || 0) * 1000;
const STOP_MS = Number(process.env.STOP_SECONDS || 30) * 1000;

const IDLE_LOOK_MS = 100;

const servers = [];

export function drainOnSignal() {
  process.env.NEXT_MANUAL_SIG_HANDLE = 'true';
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop);
}

export function addServer(server) {
  servers.push(server);
  // A connection that is kept alive would bring the next request here.
  server.prependListener('request', (_request, response) => {
    if (globalThis.evenkeelStopping && !response.headersSent) response.setHeader('connection', 'close');
  });
}

async function stop() {
  if (globalThis.evenkeelStopping) return;
  globalThis.evenkeelStopping = true;
  await new Promise((later) => setTimeout(later, DRAIN_MS));
  setTimeout(() => process.exit(1), STOP_MS).unref();
  // What was under way ends with its connection kept alive, which nobody will use any more.
  setInterval(() => {
    for (const server of servers) server.closeIdleConnections();
  }, IDLE_LOOK_MS).unref();
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
  process.exit(0);
}
