/** A figure of the whole installation, read from the database. Labels are bounded: names of states, jobs, connections. */
export type Figure = { name: string; labels: Record<string, string>; value: number };

type Kind = 'gauge' | 'counter';

/** Every figure that the database gives: kind, what it says, its labels. docs/operations.md tells the same. */
export const FIGURES: Record<string, { kind: Kind; help: string; labels: string[] }> = {
  evenkeel_runs: { kind: 'gauge', help: 'Runs under way, by state', labels: ['state'] },
  evenkeel_runs_stuck: {
    kind: 'gauge',
    help: 'Runs that no worker has taken for a minute',
    labels: [],
  },
  evenkeel_graphs_failing: {
    kind: 'gauge',
    help: 'Kinds of runs whose newest one failed',
    labels: [],
  },
  evenkeel_jobs: { kind: 'gauge', help: 'Jobs of runs under way, by state', labels: ['state'] },
  evenkeel_job_attempts_total: {
    kind: 'counter',
    help: 'Attempts of jobs that ended, on all workers',
    labels: ['job', 'outcome'],
  },
  evenkeel_job_attempt_seconds_total: {
    kind: 'counter',
    help: 'Time that ended attempts of jobs took',
    labels: ['job', 'outcome'],
  },
  evenkeel_effects: {
    kind: 'gauge',
    help: 'Changes in trackers that are not settled, by connection and state',
    labels: ['connection', 'state'],
  },
  evenkeel_schedules_overdue: {
    kind: 'gauge',
    help: 'Schedules that were due more than five minutes ago',
    labels: [],
  },
  evenkeel_workers_alive: { kind: 'gauge', help: 'Workers that beat within fifteen seconds', labels: [] },
  evenkeel_last_generation_timestamp_seconds: {
    kind: 'gauge',
    help: 'When recommendations were last generated',
    labels: [],
  },
  evenkeel_ticket_poll_timestamp_seconds: {
    kind: 'gauge',
    help: 'When changes of a connection were last read',
    labels: ['connection'],
  },
  evenkeel_ticket_poll_failing: {
    kind: 'gauge',
    help: '1 where the last reading of a connection failed',
    labels: ['connection'],
  },
  evenkeel_imports: { kind: 'gauge', help: 'Imports that are kept, by state', labels: ['state'] },
  evenkeel_recommendations_needing_person: {
    kind: 'gauge',
    help: 'Recommendations that wait for a person',
    labels: [],
  },
};
