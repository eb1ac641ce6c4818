import { readLivenessContract } from '@/lib/contracts/health';
import { healthResponse } from '@/lib/edge/health-response';
import { version } from '@/package.json';

/** The database is not asked: a process that is restarted because the database is away helps nobody. */
export function GET(): Response {
  const body = readLivenessContract.response.parse({ status: 'ok', version });
  return healthResponse(body, true);
}
