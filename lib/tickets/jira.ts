import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import { accessOf } from '@/lib/connections/access';
import type { OpenConnection } from '@/lib/connections/data';
import { AppError } from '@/lib/core/errors';
import { type OutboundRequest, type Outcome, outboundFetch } from '@/lib/core/outbound';
import type { Json } from '@/lib/effects/schema';
import { pauseConnection, takeSlot } from './ceiling';
import { parseJson, refusalOf } from './jira.schema';
import { backoffOf, type TicketTiming, waitOf } from './timing';

/**
 * How we talk to one Jira Cloud site. Reads are tried again, at most four times; a write is sent once, and its end is
 * sorted so that the ledger knows whether it may have happened. What is said over it stands in jira-calls.ts.
 */
export type Written<Value> =
  | { kind: 'done'; value: Value; status: number }
  | { kind: 'rejected'; detail: string; status: number }
  | { kind: 'deferred'; detail: string; status?: number; afterMs: number; stop?: AppError } // nothing was done
  | { kind: 'uncertain'; detail: string; status?: number };

type Method = OutboundRequest['method'];
type Answer = Extract<Outcome, { kind: 'answer' }>;

export type JiraSite = {
  connection: OpenConnection;
  /** Waits until the ceiling lets the next request through. */
  ready(): Promise<void>;
  /** Reads; null for 404. Throws `misconfigured` (sign-in), `rate_limited`, `unavailable`, `outbound_failed`. */
  read<S extends z.ZodType>(
    shape: S,
    method: Method,
    path: string,
    body?: Json,
    retries?: number,
  ): Promise<{
    value: z.output<S>;
    headers: Record<string, string>;
  } | null>;
  /** Writes once. `attempt` counts the tries of this deed, for the back-off. Throws nothing. */
  write<S extends z.ZodType>(
    shape: S,
    path: string,
    body: Json,
    attempt: number,
  ): Promise<Written<z.output<S>>>;
};

const READ_RETRIES = 4;
const MAX_BYTES = 20_000_000;

export function jiraSite(
  connection: OpenConnection,
  { timing, signal }: { timing: TicketTiming; signal?: AbortSignal },
): JiraSite {
  const access = accessOf(connection);
  const { id, requestsPerSecond } = connection;

  const exchange = (method: Method, path: string, body: Json | undefined, stop?: AbortSignal) =>
    outboundFetch({
      url: `${connection.baseUrl}${path}`,
      method,
      headers:
        body === undefined ? access.headers : { ...access.headers, 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
      allow: access.allow,
      timeoutMs: timing.requestTimeoutMs,
      maxBytes: MAX_BYTES,
      signal: stop,
    });

  /** How long a refusal asks to wait; unless it is about one issue only, the whole connection waits. */
  const slowDown = (answer: Answer, attempt: number): number => {
    const wait = waitOf(answer.headers, timing, { attempt, random: Math.random(), now: new Date() });
    if (!(answer.headers['ratelimit-reason'] ?? '').includes('per-issue')) pauseConnection(id, wait);
    return wait;
  };

  return {
    connection,
    ready: () => takeSlot(id, requestsPerSecond, signal),

    async read(shape, method, path, body, retries = READ_RETRIES) {
      for (let attempt = 0; ; attempt += 1) {
        await takeSlot(id, requestsPerSecond, signal);
        const outcome = await exchange(method, path, body, signal);
        signal?.throwIfAborted();
        if (outcome.kind === 'answer' && !isPassing(outcome.status)) {
          if (outcome.status === 404) return null;
          return { value: readAnswer(shape, outcome, connection), headers: outcome.headers };
        }
        if (attempt >= retries) throw gaveUp(outcome, attempt + 1);
        const isLimit = outcome.kind === 'answer' && outcome.status === 429;
        const wait = isLimit ? slowDown(outcome, attempt) : backoffOf(timing, attempt, Math.random());
        await sleep(wait, undefined, { signal });
      }
    },

    async write(shape, path, body, attempt) {
      // Not cut short by a cancelled job: a write under way is better waited for than left in doubt.
      const outcome = await exchange('POST', path, body).catch(blockedOutcome);
      if (outcome instanceof AppError)
        return { kind: 'deferred', detail: outcome.message, afterMs: 0, stop: outcome };
      if (outcome.kind === 'unclear') return { kind: 'uncertain', detail: outcome.reason };
      const retryMs = backoffOf(timing, attempt, Math.random());
      if (outcome.kind === 'not_sent') return { kind: 'deferred', detail: outcome.reason, afterMs: retryMs };
      const { status } = outcome;
      const detail = refusalOf(status, outcome.text);
      if (status === 401 || status === 403) {
        return { kind: 'deferred', detail, status, afterMs: 0, stop: refusedSignIn(connection, detail) };
      }
      if (status === 429) return { kind: 'deferred', detail, status, afterMs: slowDown(outcome, attempt) };
      if (status === 425) return { kind: 'deferred', detail, status, afterMs: retryMs };
      if (status === 408 || status >= 500) return { kind: 'uncertain', detail, status };
      if (status >= 300) return { kind: 'rejected', detail, status };
      const parsed = shape.safeParse(outcome.text === '' ? null : parseJson(outcome.text));
      if (parsed.success) return { kind: 'done', value: parsed.data, status };
      return { kind: 'uncertain', detail: `Jira answered ${status} in a form that cannot be read`, status };
    },
  };
}

function isPassing(status: number): boolean {
  return status === 429 || status === 408 || status === 425 || status >= 500;
}

function readAnswer<S extends z.ZodType>(shape: S, answer: Answer, connection: OpenConnection): z.output<S> {
  const { status, text } = answer;
  if (status === 401 || status === 403) throw refusedSignIn(connection, refusalOf(status, text));
  if (status >= 300) throw new AppError('outbound_failed', refusalOf(status, text));
  const parsed = shape.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new AppError('outbound_failed', `${connection.name} answered in a form that is not Jira's`, {
    cause: parsed.error,
  });
}

function refusedSignIn(connection: OpenConnection, detail: string): AppError {
  const words = `${connection.name} refuses ${connection.account}: check the token and its permissions (${detail})`;
  return new AppError('misconfigured', words);
}

function gaveUp(outcome: Outcome, tries: number): AppError {
  if (outcome.kind !== 'answer') return new AppError('unavailable', `no answer from Jira: ${outcome.reason}`);
  const code = outcome.status === 429 ? 'rate_limited' : 'unavailable';
  return new AppError(code, `${refusalOf(outcome.status, outcome.text)}, ${tries} times in a row`);
}

/** A host we may not call: nothing was sent, and nothing will be until somebody changes that. */
function blockedOutcome(error: unknown): AppError {
  if (error instanceof AppError) return error;
  throw error;
}
