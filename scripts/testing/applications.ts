import { createServer } from 'node:http';
import { messageOf } from '@/lib/core/errors';
import { listen } from '@/lib/sandbox/serve';
import { buildIfOlder, generateClientIfOlder } from '../start/build';
import { type Started, startApplication } from './application';

/**
 * Playwright's global set-up: an Evenkeel for each of its workers, so that what a test holds (a fault of the tracker, a
 * run, a rule) is nobody else's. GET /<place> of EVENKEEL_E2E_APPLICATIONS starts that worker's when it is first asked
 * for, and says where it is. With EVENKEEL_E2E_URL (and _EMAIL, _PASSWORD, _TOKEN) one that runs already is tested.
 */
export default async function setup(): Promise<() => Promise<void>> {
  if (process.env.EVENKEEL_E2E_URL) return async () => undefined;
  generateClientIfOlder(); // both before two starts at once would
  await buildIfOlder();
  const started = new Map<string, Promise<Started>>();
  const startOf = (place: string) => {
    const start = started.get(place) ?? startApplication(`Evenkeel ${place}`);
    started.set(place, start);
    return start;
  };
  const server = createServer((request, response) => {
    startOf(request.url?.slice(1) ?? '').then(
      ({ application }) => response.end(JSON.stringify(application)),
      (error: unknown) => response.writeHead(503).end(messageOf(error)),
    );
  });
  process.env.EVENKEEL_E2E_APPLICATIONS = `http://127.0.0.1:${await listen(server, 0, '127.0.0.1')}`;
  return async () => {
    server.close();
    await Promise.allSettled([...started.values()].map(async (start) => (await start).stop()));
  };
}
