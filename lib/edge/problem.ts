import { databaseAway } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { log } from '@/lib/core/log';

/** Whatever was thrown as RFC 9457 problem+json. Of what was not foreseen it tells only the request id, by which the log has it. */
export function problemResponse(thrown: unknown, requestId: string): Response {
  const known = thrown instanceof AppError ? thrown : databaseAway(thrown);
  if (!known || known.status >= 500) log().error({ requestId, err: thrown }, 'request failed');
  const error =
    known ?? new AppError('internal', `something went wrong here; the log has it under ${requestId}`);
  const body = {
    type: 'about:blank',
    title: error.code.replaceAll('_', ' '),
    status: error.status,
    code: error.code,
    detail: error.message,
    errors: error.errors,
    requestId,
  };
  return Response.json(body, {
    status: error.status,
    headers: {
      'content-type': 'application/problem+json',
      ...(error.retryAfterSeconds === undefined ? {} : { 'retry-after': String(error.retryAfterSeconds) }),
    },
  });
}
