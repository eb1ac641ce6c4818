import { describe, expect, it } from 'vitest';
import type { JobView, RunDetail } from '@/lib/runs/schema';
import { resumption } from './resume';

const job = (name: string, change: Partial<JobView>): JobView => ({
  name,
  job: name.split(':')[0] ?? name,
  state: 'succeeded',
  needs: [],
  attempt: 1,
  concurrencyKey: null,
  progress: null,
  startedAt: null,
  endedAt: null,
  error: null,
  reason: null,
  sealedBy: null,
  warnings: [],
  output: null,
  attempts: [],
  ...change,
});

const runOf = (jobs: JobView[]): RunDetail => ({
  id: 'r',
  graph: 'recommend',
  mode: 'async',
  key: null,
  state: 'failed',
  epoch: 1,
  trigger: 'hand',
  requestedBy: 'ada',
  requestedAt: '2026-11-20T00:00:00.000Z',
  startedAt: null,
  endedAt: null,
  activeMs: 0,
  elapsedMs: 0,
  jobsEnded: 0,
  jobsTotal: jobs.length,
  error: null,
  warnings: [],
  input: {},
  reason: null,
  jobs,
});

describe('what a resume says before it is done', () => {
  it('counts tickets where a distribution is unfinished', () => {
    const run = runOf([
      job('evaluate', {}),
      job('distribute:jira', { state: 'failed', progress: { done: 212, total: 300 } }),
    ]);
    expect(resumption(run, 3)).toEqual({
      button: 'Resume 88',
      words:
        '212 done, will be skipped. 88 will be created. 3 uncertain, looked up first. Nothing is sent twice.',
      lookUp: 'Look up 3 only',
    });
    expect(resumption(run, 0).lookUp).toBeNull();
  });

  it('promises nothing of a job that another one has sealed', () => {
    const run = runOf([
      job('collect:bill', { state: 'failed', sealedBy: 'evaluate' }),
      job('evaluate', {}),
      job('record', { state: 'failed' }),
    ]);
    expect(resumption(run, 0).words).toBe(
      '1 done, will be skipped. 1 job will run: record. Nothing is sent twice.',
    );
  });

  it('counts jobs otherwise', () => {
    const run = runOf([
      job('collect:bill', {}),
      job('evaluate', { state: 'failed' }),
      job('record', { state: 'skipped' }),
    ]);
    expect(resumption(run, 0)).toEqual({
      button: 'Resume',
      words: '1 done, will be skipped. 2 jobs will run: evaluate, record. Nothing is sent twice.',
      lookUp: null,
    });
  });
});
