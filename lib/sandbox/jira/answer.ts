import { AppError } from '@/lib/core/errors';

/** What a handler hands back: JSON, or a page for people. */
export type Answer = { status: number; body?: unknown; html?: string; headers?: Record<string, string> };

export function ok(body: unknown): Answer {
  return { status: 200, body };
}

/** Refuses a write field by field, as Jira's 400 does. */
export function refuseFields(errors: Record<string, string>): never {
  throw new AppError('malformed', 'fields were refused', {
    errors: Object.entries(errors).map(([path, message]) => ({ path, message })),
  });
}

export function refuse(message: string): never {
  throw new AppError('malformed', message);
}

/** Jira's error body (ErrorCollection): messages about the call, or one message per field. */
export function answerOf(error: AppError): Answer {
  const errors: Record<string, string> = {};
  for (const fault of error.errors) errors[fault.path ?? ''] = fault.message;
  return {
    status: error.status,
    body: { errorMessages: error.errors.length > 0 ? [] : [error.message], errors },
  };
}
