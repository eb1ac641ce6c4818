import { readReadinessContract } from '@/lib/contracts/health';
import { database } from '@/lib/core/db';
import { messageOf } from '@/lib/core/errors';
import { log } from '@/lib/core/log';
import { countPendingMigrations, judgeSealKey } from '@/lib/core/readiness.data';
import { isStopping } from '@/lib/core/stopping';
import { healthResponse } from '@/lib/edge/health-response';
import { version } from '@/package.json';

type Checks = Record<'database' | 'migrations' | 'sealKey', 'ok' | 'failing'>;

/** 503 while this machine should get no requests: it stops, or could not serve them. */
export async function GET(): Promise<Response> {
  const checks = await check();
  const isReady = !isStopping() && Object.values(checks).every((state) => state === 'ok');
  const body = readReadinessContract.response.parse({
    status: isReady ? 'ready' : 'not_ready',
    process: isStopping() ? 'stopping' : 'ok',
    ...checks,
    version,
  });
  return healthResponse(body, isReady);
}

async function check(): Promise<Checks> {
  try {
    const reader = database();
    const [pending, sealFault] = await Promise.all([countPendingMigrations(reader), judgeSealKey(reader)]);
    if (pending > 0) log().error({ pending }, 'not ready: migrations are not applied');
    if (sealFault !== null) log().error({ reason: sealFault }, 'not ready: SEAL_KEY is another one');
    return {
      database: 'ok',
      migrations: pending === 0 ? 'ok' : 'failing',
      sealKey: sealFault === null ? 'ok' : 'failing',
    };
  } catch (thrown) {
    // What is wrong with the database goes to the log: anybody may ask for the readiness.
    log().error({ reason: messageOf(thrown) }, 'not ready: the database is away');
    return { database: 'failing', migrations: 'failing', sealKey: 'failing' };
  }
}
