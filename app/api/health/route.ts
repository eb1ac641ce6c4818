import { readHealthContract } from '@/lib/contracts/health';
import { database } from '@/lib/core/db';
import { messageOf } from '@/lib/core/errors';
import { log } from '@/lib/core/log';
import { healthResponse } from '@/lib/edge/health-response';
import { readWorkerLiveness } from '@/lib/runs/data';
import { version } from '@/package.json';

/** 503 while the database is away; a missing worker is told, but the console works without one. */
export async function GET(): Promise<Response> {
  const health = await readHealth();
  const body = readHealthContract.response.parse({ ...health, version });
  return healthResponse(body, health.database === 'ok');
}

async function readHealth() {
  try {
    const { alive } = await readWorkerLiveness(database());
    return { status: alive > 0 ? 'ok' : 'degraded', database: 'ok', worker: alive > 0 ? 'ok' : 'none alive' };
  } catch (thrown) {
    // What is wrong with the database goes to the log: anybody may ask for the health.
    log().error({ reason: messageOf(thrown) }, 'the database is away');
    return { status: 'down', database: 'away', worker: 'unknown' };
  }
}
