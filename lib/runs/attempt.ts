import { type Clock, systemClock } from '@/lib/core/clock';
import { database, transaction } from '@/lib/core/db';
import { AppError, messageOf } from '@/lib/core/errors';
import { log } from '@/lib/core/log';
import {
  type AttemptReference,
  cancelled,
  closeAttempt,
  type Done,
  type Opened,
  type Outcome,
  openAttempt,
  writeLog,
} from './attempt.data';
import { CONNECTION_LOST, type Lifeline, type Lock } from './lifeline';
import { patiently, pause } from './patience';
import { type AnyJob, DEFAULT_RETRIES, type JobContext, mayRetry, retryDelayMs } from './plan';
import { progressWriter } from './progress';

/**
 * One attempt of one job: take the concurrency key's lock, open the attempt's row, run the job, close the row. What
 * ends it early: the run is cancelled, the worker stops (the attempt is held, to be run by another worker), or the
 * connection that holds its lock is lost (it is interrupted and runs again).
 */
type Ending = 'cancelled' | 'stopping' | 'lost';
type Flight = { runId: string; ending: Ending | undefined; controller: AbortController };

export type Attempts = {
  run(reference: AttemptReference, concurrencyKey: string | undefined): Promise<Outcome>;
  /** Aborts what this worker runs of a run that is being cancelled. */
  cancel(runId: string): void;
  /** Aborts everything and waits for it, `graceMs` at most; what comes later is held. */
  stop(graceMs: number): Promise<void>;
};

type Options = { workerId: string; jobs: readonly AnyJob[]; lifeline: Lifeline; clock?: Clock };

const OUTPUT_LIMIT_BYTES = 64 * 1024;
const WORDS: Record<Ending, string> = {
  cancelled: 'the run was cancelled',
  stopping: 'the worker was stopped',
  lost: CONNECTION_LOST,
};

export function attemptsOf({ workerId, jobs, lifeline, clock = systemClock }: Options): Attempts {
  const flights = new Map<Flight, Promise<unknown>>();
  let stopping = false;

  const end = (flight: Flight, ending: Ending) => {
    flight.ending ??= ending;
    flight.controller.abort(new AppError('conflict', WORDS[flight.ending]));
  };

  async function fly(flight: Flight, reference: AttemptReference, key: string | undefined): Promise<Outcome> {
    const lock = key === undefined ? null : await waitForLock(lifeline, key, flight.controller.signal);
    const connection = lock?.signal ?? lifeline.signal;
    const onLost = () => end(flight, 'lost');
    connection.addEventListener('abort', onLost);
    try {
      const opened = await patiently(() => transaction((tx) => openAttempt(tx, reference, workerId)));
      if (opened.kind === 'stale') return cancelled;
      if (opened.kind === 'recorded') return opened.outcome;
      const result = await runJob(flight, reference, opened);
      await patiently(() => transaction((tx) => closeAttempt(tx, reference, opened.attempt, result)));
      return result;
    } finally {
      connection.removeEventListener('abort', onLost);
      await lock?.release();
    }
  }

  async function runJob(flight: Flight, reference: AttemptReference, opened: Opened): Promise<Outcome> {
    const { signal } = flight.controller;
    const progress = progressWriter(reference, opened.attempt);
    const who = { run: reference.runId, job: reference.name, attempt: opened.attempt };
    try {
      const definition = jobs.find((each) => each.name === opened.job.job);
      if (!definition) throw new AppError('misconfigured', `this worker has no job “${opened.job.job}”`);
      const context: JobContext<unknown> = {
        runId: reference.runId,
        jobName: reference.name,
        attempt: opened.attempt,
        input: parseInput(definition, opened.job.input),
        outputs: opened.outputs,
        states: opened.states,
        clock,
        signal,
        progress: (given) => {
          if (signal.aborted) return Promise.reject(signal.reason);
          return progress.report(given);
        },
        log: async (level, message) => {
          log()[level](who, message);
          await writeLog(database(), reference, level, readable(message)).catch((error: unknown) =>
            log().warn({ ...who, err: error }, 'a log line was not kept'),
          );
        },
      };
      signal.throwIfAborted();
      return doneWith(reference.name, await definition.run(context));
    } catch (error) {
      if (flight.ending === 'cancelled') return { ...cancelled, error: WORDS.cancelled };
      if (flight.ending) return { kind: 'interrupted', error: WORDS[flight.ending] };
      log().warn({ ...who, err: error }, 'a job failed');
      return failure(error, opened, reference.tries);
    } finally {
      await progress.flush();
    }
  }

  return {
    async run(reference, key) {
      if (stopping) return held();
      const controller = new AbortController();
      const flight: Flight = { runId: reference.runId, ending: undefined, controller };
      const flown = fly(flight, reference, key).catch((error: unknown): Outcome => {
        if (flight.ending === 'cancelled') return cancelled;
        if (flight.ending) return { kind: 'interrupted', error: WORDS[flight.ending] };
        throw error;
      });
      flights.set(flight, flown);
      try {
        const result = await flown;
        return result.kind === 'interrupted' && flight.ending === 'stopping' ? await held() : result;
      } finally {
        flights.delete(flight);
      }
    },
    cancel(runId) {
      for (const flight of flights.keys()) if (flight.runId === runId) end(flight, 'cancelled');
    },
    async stop(graceMs) {
      stopping = true;
      const landed = Promise.allSettled(flights.values());
      for (const flight of flights.keys()) end(flight, 'stopping');
      await Promise.race([landed, pause(graceMs)]);
    },
  };
}

/** Never ends: the engine's workflow stays open and is taken over by the next worker. */
const held = () => new Promise<never>(() => undefined);

async function waitForLock(lifeline: Lifeline, key: string, signal: AbortSignal): Promise<Lock> {
  for (let pauseMs = 25; ; pauseMs = Math.min(pauseMs * 1.5, 250)) {
    signal.throwIfAborted();
    const lock = await lifeline.tryLock('key', key).catch(() => null); // the connection is away: it comes back
    if (lock) return lock;
    await pause(pauseMs);
  }
}

function parseInput(definition: AnyJob, input: unknown): unknown {
  const parsed = definition.input.safeParse(input);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  const said = errors.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ');
  throw new AppError('invalid_input', `the input of job “${definition.name}” does not fit: ${said}`, {
    errors,
  });
}

function doneWith(name: string, result: { output: unknown; warnings?: string[] }): Done {
  const text = jsonOf(name, result.output);
  const bytes = Buffer.byteLength(text);
  if (bytes > OUTPUT_LIMIT_BYTES)
    throw new AppError(
      'too_large',
      `the output of ${name} has ${bytes} bytes of JSON; ${OUTPUT_LIMIT_BYTES} are allowed`,
    );
  const warnings = (result.warnings ?? []).map(readable);
  return {
    kind: 'done',
    state: warnings.length > 0 ? 'warned' : 'succeeded',
    error: null,
    warnings,
    output: JSON.parse(text),
  };
}

function jsonOf(name: string, output: unknown): string {
  try {
    const text = JSON.stringify(output) ?? 'null';
    if (!/(?<!\\)(\\\\)*\\u0000/.test(text)) return text; // jsonb holds no NUL
  } catch (cause) {
    throw new AppError('invalid_input', `the output of ${name} cannot be written as JSON`, { cause });
  }
  throw new AppError('invalid_input', `the output of ${name} holds a NUL character`);
}

function failure(error: unknown, { job }: Opened, tries: number): Outcome {
  const message = readable(shownOf(error));
  const retries = job.retries ?? DEFAULT_RETRIES;
  if (mayRetry(error) && tries < retries.limit)
    return { kind: 'retry', delayMs: retryDelayMs(retries, tries + 1, Math.random()), error: message };
  return { kind: 'done', state: 'failed', error: message, warnings: [], output: null };
}

/** The message of what was thrown; of Prisma's, which quote our source, only the last line, which says what is wrong. */
function shownOf(error: unknown): string {
  const message = messageOf(error);
  if (!(error instanceof Error) || !error.name.startsWith('PrismaClient')) return message;
  return message.split('\n').findLast((line) => line.trim() !== '') ?? message;
}

/** What a row may hold of a message: no NUL, no novel. */
const readable = (message: string) => message.replaceAll('\u0000', '').slice(0, 4_000);
