/** What may be deleted by age, and what it is to people. */
export const RETENTION_KINDS = [
  'charges',
  'snapshots',
  'deliveries',
  'run_logs',
  'runs',
  'sign_ins',
  'idempotency',
  'backtests',
] as const;
export type RetentionKind = (typeof RETENTION_KINDS)[number];

type Description = { title: string; what: string; days: number; least: number };

export const RETENTION: Record<RetentionKind, Description> = {
  charges: {
    title: 'Charges of superseded bills',
    what: 'The rows of bill files that a newer delivery has replaced. Kept as long as a reading in use or an open recommendation rests on them; what each file held in total stays.',
    days: 90,
    least: 30,
  },
  snapshots: {
    title: 'Readings no generation used',
    what: 'Readings of sources that were replaced before a generation saw them. The newest of each source and all that generations used stay.',
    days: 90,
    least: 14,
  },
  deliveries: {
    title: 'Settled deliveries',
    what: 'What senders posted and was worked on, passed over or refused at the door. Dead ones, and those whose change is still held back, stay; what was written stays in the library.',
    days: 365,
    least: 7,
  },
  run_logs: {
    title: 'Logs and attempts of runs',
    what: 'What the jobs of runs that have ended wrote, and each try. The runs themselves stay.',
    days: 30,
    least: 3,
  },
  runs: {
    title: 'Runs',
    what: 'Runs that have ended, with their jobs. The newest of each kind and those that made a generation stay.',
    days: 365,
    least: 30,
  },
  sign_ins: {
    title: 'Ended sessions and links',
    what: 'Sessions that ended, links that were used or ran out, and counts against guessing. The audit log keeps who signed in when.',
    days: 30,
    least: 1,
  },
  idempotency: {
    title: 'Idempotency keys',
    what: 'The answers to creating calls, kept so that a repeated call is not done twice.',
    days: 7,
    least: 1,
  },
  backtests: {
    title: 'Backtests',
    what: 'What drafts of rule sets would have done, with the rows that were kept to look at. Versions that were published stay.',
    days: 90,
    least: 7,
  },
};

/** What stands in no table of days: said beside the others. */
export const KEPT_FOR_EVER = {
  title: 'Audit log',
  what: 'Never deleted: it can only be added to, and the database refuses anything else.',
};
