import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import { addressOf } from '@/lib/core/address';
import { database } from '@/lib/core/db';
import { env } from '@/lib/core/env';
import { AppError, messageOf } from '@/lib/core/errors';
import { log } from '@/lib/core/log';
import { exposeProcess } from '@/lib/core/metrics';
import { keepRecent } from '@/lib/core/recent';
import { problemResponse } from '@/lib/edge/problem';
import { spendAllowance } from '@/lib/edge/rate-limit';
import { identifyToken } from '@/lib/people/tokens.commands';
import { version } from '@/package.json';
import { readFigures } from './data';
import { exposeFigures } from './expose';
import type { Figure } from './schema';

const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** GET /metrics: for whoever has METRICS_TOKEN, or an API token where that is not set; never for everybody. */
export async function answerScrape(request: Request): Promise<Response> {
  try {
    await refuseStranger(request);
    const headers = { 'content-type': CONTENT_TYPE, 'cache-control': 'no-store' };
    return new Response(await expose(), { headers });
  } catch (thrown) {
    return problemResponse(thrown, randomUUID());
  }
}

async function refuseStranger(request: Request): Promise<void> {
  const given = /^Bearer (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  const wanted = env().METRICS_TOKEN;
  if (given !== undefined && (wanted === undefined ? await isApiToken(given) : isSame(given, wanted))) return;
  // Guessing is slowed down; a scraper that is known is not counted.
  const allowance = await spendAllowance('address', addressOf(request.headers) ?? 'unknown');
  if (allowance?.isSpent) {
    const { resetSeconds } = allowance;
    throw new AppError('rate_limited', `too many refused scrapes; wait ${resetSeconds} s`, {
      retryAfterSeconds: resetSeconds,
    });
  }
  const token = wanted === undefined ? 'an API token (any role)' : 'METRICS_TOKEN';
  throw new AppError('unauthenticated', `send “Authorization: Bearer <token>” with ${token}`);
}

async function isApiToken(token: string): Promise<boolean> {
  return (await identifyToken(token, new Date())) !== null;
}

/** In constant time, of digests, so that not even the length is told. */
function isSame(given: string, wanted: string): boolean {
  const [one, other] = [given, wanted].map((text) => createHash('sha256').update(text).digest());
  return one !== undefined && other !== undefined && timingSafeEqual(one, other);
}

const recent = keepRecent<Figure[]>();

async function expose(): Promise<string> {
  const read = await recent('figures', () => readFigures(database())).then(
    (figures) => ({ figures, isUp: true }),
    (thrown: unknown) => {
      // What this process measures of itself is told all the same.
      log().error({ reason: messageOf(thrown) }, 'a scrape could not read the database');
      return { figures: [], isUp: false };
    },
  );
  const [own, global] = await Promise.all([exposeProcess(), exposeFigures({ ...read, version })]);
  return `${own}\n${global}`;
}
