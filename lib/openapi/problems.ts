import { z } from 'zod';
import type { AnyContract } from '@/lib/contract';
import { type ErrorCode, STATUS_OF } from '@/lib/core/errors';
import { type Answer, SCHEMAS } from './schema';

/** What went wrong, as every call tells it (RFC 9457): `code` is for programs, `detail` for people. */
const MEANING: Record<ErrorCode, string> = {
  malformed: 'The body is no JSON object, or the upload holds nothing.',
  unauthenticated: 'No session and no token, or one that is unknown, revoked or has run out.',
  forbidden: 'The role does not suffice, or a password that was given must be changed first.',
  foreign_origin:
    'A write with a session came from a page that is not ours. Calls with a token are not concerned.',
  not_found: 'There is nothing by this id or path.',
  method_not_allowed: 'The path is right, the method is not.',
  conflict: 'What the call rests on has changed, exists already or is in use. Read it again, then decide.',
  engines_disagree:
    'json-rules-engine judges a rule otherwise than we do: `errors` says which, of which resource, and both verdicts.',
  idempotency_running: 'The first call with this Idempotency-Key still runs. Ask again after `Retry-After`.',
  idempotency_lost:
    'The first call with this Idempotency-Key was done, but its answer was lost. Look for what it made; it is not made twice.',
  gone: 'It was there and is no more, such as a link that was used.',
  timed_out: 'The body did not come whole in time.',
  too_large: 'The body is larger than this call takes.',
  unsupported_media: 'A JSON body must come as application/json.',
  invalid_input: 'The input was read and does not fit; `errors` says which field, or which line and column.',
  idempotency_mismatch: 'This Idempotency-Key came with other input before. Use a new one for a new call.',
  rate_limited: 'Too many calls. Wait as many seconds as `Retry-After` says.',
  internal: 'Something went wrong on our side; our log has it under the request id.',
  misconfigured: 'The server lacks a setting; its log says which.',
  outbound_blocked: 'The address that was to be called is not allowed.',
  outbound_failed: 'The other system did not answer, or answered with an error.',
  unavailable: 'Not at this moment, such as while the database is away. Try again.',
};

const codes = z.enum(Object.keys(STATUS_OF)).describe('Stable: programs decide by it');

export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: codes,
  detail: z.string().describe('What happened, to what, and what to do'),
  errors: z.array(
    z.object({
      message: z.string(),
      path: z.string().optional().describe('The field, such as config.path'),
      line: z.int().optional().describe('In a text that was sent, from 1'),
      column: z.int().optional(),
    }),
  ),
  requestId: z.string().describe('Our log has the call under it; also in X-Request-Id'),
});

/** The refusals that calls have in common: the name of each, its status and an example of what it says. */
const REFUSALS = {
  Malformed: { code: 'malformed', says: 'the body is not JSON: Unexpected end of JSON input' },
  Unauthenticated: { code: 'unauthenticated', says: 'sign in, or send “Authorization: Bearer <token>”' },
  Forbidden: { code: 'forbidden', says: 'this call is for the role operator; yours is viewer' },
  NotFound: { code: 'not_found', says: 'there is no recommendation 301' },
  Conflict: { code: 'conflict', says: 'the run has moved on since you read it: it is at epoch 3' },
  TooLarge: { code: 'too_large', says: 'the body may hold 1000000 bytes at most' },
  UnsupportedMedia: { code: 'unsupported_media', says: 'send the body as application/json' },
  InvalidInput: { code: 'invalid_input', says: 'limit: Too big: expected number to be <=200' },
  RateLimited: { code: 'rate_limited', says: 'this token has made its calls of this minute' },
  Internal: {
    code: 'internal',
    says: 'something went wrong here; the log has it under 3f1c2ab4-5d0e-4c1b-9f57-2f6f0b9d7e21',
  },
} as const satisfies Record<string, { code: ErrorCode; says: string }>;

type Refusal = keyof typeof REFUSALS;

/** `Problem` stands for whatever else a call may answer. */
export function sharedAnswers(): Record<string, Answer> {
  const refusals = Object.entries(REFUSALS).map(([name, { code, says }]) => [
    name,
    problemAnswer(MEANING[code], problemLike(code, says), name === 'RateLimited' ? ['Retry-After'] : []),
  ]);
  const other = problemAnswer('Any other refusal', problemLike('unavailable', 'the database is away'), []);
  return { ...Object.fromEntries(refusals), Problem: other };
}

function problemAnswer(description: string, example: unknown, headers: string[]): Answer {
  const named = ['X-Request-Id', ...headers].map((name) => [name, { $ref: `#/components/headers/${name}` }]);
  const schema = { $ref: `${SCHEMAS}Problem` };
  return {
    description,
    headers: Object.fromEntries(named),
    content: { 'application/problem+json': { schema, example } },
  };
}

function problemLike(code: ErrorCode, detail: string) {
  const [path, message] = code === 'invalid_input' ? detail.split(/: (.*)/) : [];
  return {
    type: 'about:blank',
    title: code.replaceAll('_', ' '),
    status: STATUS_OF[code],
    code,
    detail,
    errors: path && message ? [{ path, message }] : [],
    requestId: '3f1c2ab4-5d0e-4c1b-9f57-2f6f0b9d7e21',
  };
}

/** Which refusals a call can answer with. */
export function refusalsOf(contract: AnyContract): Record<string, { $ref: string }> {
  const takesPath = contract.path.includes('{');
  const takesInput = Object.keys(inputShape(contract)).length > 0;
  const isWrite = contract.method !== 'GET';
  const can: [Refusal, boolean][] = [
    ['Malformed', contract.body !== undefined],
    ['Unauthenticated', contract.role !== 'public'],
    ['Forbidden', contract.role !== 'public'],
    ['NotFound', takesPath],
    ['Conflict', isWrite && (takesPath || (contract.status ?? 200) > 200)],
    ['TooLarge', contract.body !== undefined],
    ['UnsupportedMedia', contract.body === 'json'],
    ['InvalidInput', takesInput],
    ['RateLimited', true],
    ['Internal', true],
  ];
  return Object.fromEntries(
    can
      .filter(([, does]) => does)
      .map(([name]) => [STATUS_OF[REFUSALS[name].code], { $ref: `#/components/responses/${name}` }]),
  );
}

function inputShape({ input }: AnyContract): object {
  return input instanceof z.ZodObject ? input.shape : { unknown: true };
}

/** Every code with its status and what it means, for the readable page. */
export function errorLines() {
  const statuses: Record<string, number> = STATUS_OF;
  return Object.entries(MEANING).map(([code, meaning]) => ({ code, status: statuses[code] ?? 500, meaning }));
}
