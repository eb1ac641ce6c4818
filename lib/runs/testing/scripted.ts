import { z } from 'zod';
import { database, pool } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { defineGraph, defineJob } from '../plan';
import { plannedJob } from '../schema';

/**
 * Jobs that do as their input says and leave marks in the scratch table `marks`, so that a test, in this process or
 * another, can say what ran, how often and on which worker.
 */
const behaviour = z.object({
  ms: z.number().default(0), // how long it works
  isHeld: z.boolean().default(false), // it works until `letGo`, or until it is stopped
  failures: z.number().default(0), // how many of its attempts fail
  code: z.enum(['unavailable', 'invalid_input', 'plain']).default('unavailable'),
  warnings: z.array(z.string()).default([]),
  output: z.json().default(null),
  outputBytes: z.number().default(0),
  isDeaf: z.boolean().default(false), // takes no notice of its signal
  progress: z.number().default(0), // how many times it tells its progress
});
type Behaviour = z.input<typeof behaviour>;

const scriptedJob = defineJob({
  name: 'scripted',
  input: behaviour,
  async run({ runId, jobName, attempt, input, signal, outputs, states, progress, log }) {
    const mark = (what: string, note: unknown = null) =>
      pool().query(
        'INSERT INTO marks (run_id, job, attempt, what, note, pid) VALUES ($1, $2, $3, $4, $5, $6)',
        [runId, jobName, attempt, what, JSON.stringify(note), process.pid],
      );
    await mark('start', { outputs, states });
    await log('info', `attempt ${attempt} of ${jobName}`);
    for (let done = 1; done <= input.progress; done += 1) await progress({ done, total: input.progress });
    try {
      const heard = input.isDeaf ? undefined : signal;
      await work(input.ms, heard);
      while (input.isHeld && !(await isLetGo(runId, jobName))) await work(LOOK_MS, heard);
    } catch (error) {
      await mark('aborted');
      throw error;
    }
    if (attempt <= input.failures) {
      if (input.code === 'plain') throw new Error(`attempt ${attempt} broke`);
      throw new AppError(input.code, `attempt ${attempt} failed`, { cause: new Error('only for the log') });
    }
    await mark('done');
    const output = input.outputBytes > 0 ? 'x'.repeat(input.outputBytes) : input.output;
    return { output, warnings: input.warnings };
  },
});

const LOOK_MS = 20;

/** A connection that is cut tells nothing: it is asked again. */
async function isLetGo(runId: string, job: string): Promise<boolean> {
  const found = pool().query('SELECT FROM let_go WHERE run_id = $1 AND job = $2', [runId, job]);
  return found.then(
    ({ rowCount }) => rowCount !== 0,
    () => false,
  );
}

/** A job that is held may end, this time or when it is started again. */
export async function letGo(runId: string, job: string): Promise<void> {
  await pool().query('INSERT INTO let_go VALUES ($1, $2)', [runId, job]);
}

function work(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}

const graphInput = z.object({ jobs: z.array(plannedJob) });

const resolve = async ({ jobs }: z.infer<typeof graphInput>) => jobs;
const about = { title: 'Scripted', description: 'Does as its input says.', input: graphInput, resolve };

export const testGraphs = [
  defineGraph({ name: 'scripted', mode: 'async', ...about }),
  defineGraph({ name: 'scripted-chain', mode: 'simple', ...about }),
];
export const testJobs = [scriptedJob];

export type Script = Record<
  string,
  Behaviour & {
    after?: string[];
    whenEnded?: string[];
    key?: string;
    sealedBy?: string;
    retries?: { limit: number; baseMs: number; capMs: number };
  }
>;

/** The input of a scripted graph from `{ name: behaviour and needs }`. */
export function scriptOf(script: Script): z.input<typeof graphInput> {
  return {
    jobs: Object.entries(script).map(
      ([name, { after = [], whenEnded = [], key, sealedBy, retries, ...input }]) => ({
        name,
        job: 'scripted',
        input,
        needs: [
          ...after.map((job) => ({ job, when: 'succeeded' as const })),
          ...whenEnded.map((job) => ({ job, when: 'ended' as const })),
        ],
        retries: retries ?? { limit: 2, baseMs: 20, capMs: 50 },
        ...(key === undefined ? {} : { concurrencyKey: key }),
        ...(sealedBy === undefined ? {} : { sealedBy }),
      }),
    ),
  };
}

export async function createMarks(): Promise<void> {
  await pool().query(`CREATE TABLE IF NOT EXISTS marks (id bigserial PRIMARY KEY, run_id uuid, job text, attempt int,
    what text, note jsonb, pid int, at timestamptz DEFAULT clock_timestamp())`);
  await pool().query('CREATE TABLE IF NOT EXISTS let_go (run_id uuid, job text)');
}

export type Mark = {
  id: string;
  job: string;
  attempt: number;
  what: string;
  note: unknown;
  pid: number;
  at: Date;
};

export async function marksOf(runId: string): Promise<Mark[]> {
  return (await pool().query<Mark>('SELECT * FROM marks WHERE run_id = $1 ORDER BY id', [runId])).rows;
}

export async function stateOf(runId: string): Promise<string> {
  return (await database().run.findUniqueOrThrow({ where: { id: runId } })).state;
}
