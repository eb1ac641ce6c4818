import { randomUUID } from 'node:crypto';

/** What a probe is answered: never kept by anybody, and with an id as every other call has. */
export function healthResponse(body: object, isGood: boolean): Response {
  return Response.json(body, {
    status: isGood ? 200 : 503,
    headers: { 'cache-control': 'no-store', 'x-request-id': randomUUID() },
  });
}
