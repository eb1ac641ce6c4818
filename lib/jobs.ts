import { z } from 'zod';
import { drainJob } from './catalog/drain.job';
import {
  measureQualityGraph,
  repairCatalogGraph,
  scanDriftGraph,
  settleQuarantineGraph,
  syncCatalogGraph,
} from './catalog/graphs';
import { MEASURE_QUALITY, measureQualityJob } from './catalog/quality.job';
import { settleQuarantineJob } from './catalog/quarantine-batches.job';
import { repairCatalogJob } from './catalog/repair.job';
import { SCAN_DRIFT, scanDriftJob } from './catalog/scan.job';
import { listConnections } from './connections/data';
import { type Reader, type Transaction, transaction } from './core/db';
import { pullSenderInput, pullSenderJob, watchSendersJob } from './deliveries/job';
import { PULL_SENDER, WATCH_SENDERS } from './deliveries/names';
import { purgeOfDeliveries } from './deliveries/purge.data';
import { purgeOfIdempotencyKeys } from './edge/purge.data';
import { purgeOfSignIns } from './people/purge.data';
import type { Actor } from './people/schema';
import { backtestGraph, backtestJob } from './recommendations/backtest/job';
import { purgeOfBacktests } from './recommendations/backtest/purge.data';
import { DECIDE_MANY } from './recommendations/batches.commands';
import { applyTicketChange, mapTicket, notePersonNeeded, noteWaiting } from './recommendations/commands';
import { decideManyInput, decideManyJob, evaluateJob, recordJob, summariseJob } from './recommendations/job';
import { JOIN_ALL } from './recommendations/joins/commands';
import { joinResourcesInput, joinResourcesJob } from './recommendations/joins/job';
import { neededSnapshots, RUN_IS_NEEDED } from './recommendations/needed.data';
import { nextWishes } from './recommendations/wishes.data';
import { makePurgeJob } from './retention/job';
import type { Purges } from './retention/purge';
import { retentionKind } from './retention/schema';
import { startRun } from './runs/commands';
import { type AnyGraph, type AnyJob, defineGraph } from './runs/plan';
import { purgeOfRunLogs, purgeOfRuns } from './runs/purge.data';
import { ensureSchedule } from './runs/schedule.data';
import type { PlannedJob } from './runs/schema';
import { listEnabledSources } from './sources/data';
import { collectJob } from './sources/job';
import { purgeOfCharges, purgeOfSnapshots } from './sources/purge.data';
import { type JobOptions, makeDistributeJob, makeLookUpJob, makeMonitorJob } from './tickets/job';

/**
 * The composition root: which graphs there are, what runs in them, when they start by themselves, and what one domain
 * tells another. Nothing below knows anything of this file.
 */
const nothing = z.object({});
const oneConnection = z.object({
  connectionId: z.uuid().optional().describe('One connection only; all of them where it is not given'),
});

const ended = (job: string) => ({ job, when: 'ended' as const });
const succeeded = (job: string) => ({ job, when: 'succeeded' as const });

async function connectionsOf(reader: Reader, connectionId: string | undefined) {
  const connections = await listConnections(reader, 'jira');
  return connections.filter(
    ({ id, enabled }) => enabled && (connectionId === undefined || id === connectionId),
  );
}

/** A tracker that is away for minutes is nothing to give up for. */
const PATIENCE = { limit: 6, baseMs: 5_000, capMs: 300_000 };

/** What may not happen twice at once over all workers: looking after uncertain effects is part of a distribution. */
const ALONE = { distribute: 'distribute', 'look-up': 'distribute', monitor: 'monitor' } as const;

/** A job a connection. */
async function jobPerConnection(
  reader: Reader,
  job: keyof typeof ALONE,
  { connectionId, needs = [] }: { connectionId?: string; needs?: PlannedJob['needs'] },
): Promise<PlannedJob[]> {
  const connections = await connectionsOf(reader, connectionId);
  return connections.map(({ id, name }) => ({
    name: `${job}:${name}`,
    job,
    input: { connectionId: id },
    needs,
    concurrencyKey: `${ALONE[job]}:${id}`,
    retries: PATIENCE,
  }));
}

const recommendGraph = defineGraph({
  name: 'recommend',
  title: 'Generate recommendations',
  description: 'Read every source, run the rules, record what they find and open the tickets.',
  mode: 'async',
  input: nothing,
  async resolve(_, reader) {
    const sources = await listEnabledSources(reader);
    const collects = sources.map(({ id, name }) => ({
      name: `collect:${name}`,
      job: 'collect',
      input: { sourceId: id },
      needs: [],
      concurrencyKey: `collect:${id}`,
      sealedBy: 'evaluate', // a generation is not collected into again: what failed is read by the next one
    }));
    const distributions = await jobPerConnection(reader, 'distribute', { needs: [succeeded('record')] });
    return [
      ...collects,
      { name: 'evaluate', job: 'evaluate', input: {}, needs: collects.map(({ name }) => ended(name)) },
      { name: 'record', job: 'record', input: {}, needs: [succeeded('evaluate')] },
      ...distributions,
      {
        name: 'summarise',
        job: 'summarise',
        input: {},
        needs: [succeeded('record'), ...distributions.map(({ name }) => ended(name))],
      },
    ];
  },
});

const distributeGraph = defineGraph({
  name: 'distribute',
  title: 'Distribute tickets',
  description: 'Open the tickets that recommendations want and tell tickets what happened to theirs.',
  mode: 'async',
  input: oneConnection,
  resolve: ({ connectionId }, reader) => jobPerConnection(reader, 'distribute', { connectionId }),
});

const lookUpGraph = defineGraph({
  name: 'look-up',
  title: 'Look up uncertain tickets',
  description: 'Ask after the changes that a tracker did not answer for. Nothing is sent.',
  mode: 'async',
  input: oneConnection,
  resolve: ({ connectionId }, reader) => jobPerConnection(reader, 'look-up', { connectionId }),
});

const syncTicketsGraph = defineGraph({
  name: 'sync-tickets',
  title: 'Read tickets back',
  description: 'Ask every tracker what changed since the last time it was asked.',
  mode: 'async',
  input: oneConnection,
  resolve: ({ connectionId }, reader) => jobPerConnection(reader, 'monitor', { connectionId }),
});

export const readSourceGraph = defineGraph({
  name: 'read-source',
  title: 'Read a source',
  description: 'Make a snapshot of one source: what it covers and the facts it gives.',
  mode: 'simple',
  input: z.object({ sourceId: z.uuid() }),
  resolve: async ({ sourceId }) => [
    {
      name: 'collect',
      job: 'collect',
      input: { sourceId },
      needs: [],
      concurrencyKey: `collect:${sourceId}`,
    },
  ],
});

type OnChanged = (tx: Transaction, changed: { sourceId: string }) => Promise<void>;

/** Does what changes which deliveries of a source count, and in the same transaction asks for a run that reads it again. */
export async function readAgain(
  actor: Actor,
  change: (onChanged: OnChanged) => Promise<void>,
): Promise<{ runId: string | null }> {
  let runId: string | null = null;
  await change(async (tx, { sourceId }) => {
    const asked = { graph: readSourceGraph.name, input: { sourceId }, actor, trigger: 'hand' };
    runId = (await startRun(tx, asked)).runId;
  });
  return { runId };
}

const watchSendersGraph = defineGraph({
  name: WATCH_SENDERS,
  title: 'Watch senders',
  description: 'Attach again to a CMS that has been silent for longer than usual.',
  mode: 'simple',
  input: nothing,
  resolve: async () => [
    { name: WATCH_SENDERS, job: WATCH_SENDERS, input: {}, needs: [], concurrencyKey: WATCH_SENDERS },
  ],
});

const pullSenderGraph = defineGraph({
  name: PULL_SENDER,
  title: 'Read a sender',
  description: 'Read what changed in a sender’s list since the last time, or all of it.',
  mode: 'simple',
  input: pullSenderInput,
  resolve: async (input) => [
    {
      name: PULL_SENDER,
      job: PULL_SENDER,
      input,
      needs: [],
      concurrencyKey: `${PULL_SENDER}:${input.senderId}`,
      retries: PATIENCE,
    },
  ],
});

/** Started by a deed, which has written down what is to be decided; never by hand. */
const decideManyGraph = defineGraph({
  name: DECIDE_MANY,
  title: 'Decide about many recommendations',
  description: 'Do to each of a batch what a person decided about all of them.',
  mode: 'simple',
  input: decideManyInput,
  resolve: async (input) => [
    {
      name: DECIDE_MANY,
      job: DECIDE_MANY,
      input,
      needs: [],
      concurrencyKey: `${DECIDE_MANY}:${input.batchId}`,
    },
  ],
});

/** Started by a deed; resources that are one are joined pair by pair. */
const joinResourcesGraph = defineGraph({
  name: JOIN_ALL,
  title: 'Join duplicate resources',
  description: 'Join every pair that is suggested for one reason, each by itself.',
  mode: 'simple',
  input: joinResourcesInput,
  resolve: async (input) => [{ name: JOIN_ALL, job: JOIN_ALL, input, needs: [], concurrencyKey: JOIN_ALL }],
});

/** How each kind of record is deleted when it is old enough, and what keeps it. */
export const purges: Purges = {
  charges: purgeOfCharges(neededSnapshots),
  snapshots: purgeOfSnapshots,
  deliveries: purgeOfDeliveries,
  run_logs: purgeOfRunLogs,
  runs: purgeOfRuns(RUN_IS_NEEDED),
  sign_ins: purgeOfSignIns,
  idempotency: purgeOfIdempotencyKeys,
  backtests: purgeOfBacktests,
};

const retentionGraph = defineGraph({
  name: 'retention',
  title: 'Delete what is old',
  description: 'Delete records that are older than Settings, Retention says. Nothing in use goes.',
  mode: 'async',
  input: nothing,
  // Snapshots go before charges: what only a dropped reading needed may go in the same run.
  resolve: async () =>
    retentionKind.options.map((kind) => ({
      name: `purge:${kind}`,
      job: 'purge',
      input: { kind },
      needs: kind === 'charges' ? [ended('purge:snapshots')] : [],
      concurrencyKey: `purge:${kind}`,
    })),
});

/** What people may start. */
export const graphs: readonly AnyGraph[] = [
  recommendGraph,
  distributeGraph,
  lookUpGraph,
  syncTicketsGraph,
  readSourceGraph,
  watchSendersGraph,
  pullSenderGraph,
  retentionGraph,
  syncCatalogGraph,
  scanDriftGraph,
  measureQualityGraph,
];

/** What a worker is given. `options` makes the patience with a tracker shorter, for tests. */
export function registerJobs(options: JobOptions = {}): {
  graphs: readonly AnyGraph[];
  jobs: readonly AnyJob[];
} {
  const hooks = { onTicketOpened: mapTicket, onNeedsPerson: notePersonNeeded };
  const distribute = makeDistributeJob({ ...hooks, nextWishes, onWaiting: noteWaiting }, options);
  const lookUp = makeLookUpJob(hooks, options);
  const monitor = makeMonitorJob({ onTicketChange: applyTicketChange }, options);
  const jobs = [
    collectJob,
    evaluateJob,
    recordJob,
    distribute,
    lookUp,
    summariseJob,
    monitor,
    decideManyJob,
    joinResourcesJob,
    backtestJob,
    drainJob,
    scanDriftJob,
    measureQualityJob,
    repairCatalogJob,
    settleQuarantineJob,
    watchSendersJob,
    pullSenderJob,
    makePurgeJob(purges),
  ];
  const byDeed = [
    decideManyGraph,
    joinResourcesGraph,
    repairCatalogGraph,
    settleQuarantineGraph,
    backtestGraph,
  ];
  return { graphs: [...graphs, ...byDeed], jobs };
}

/** What starts by itself, unless an administrator changed it. */
export const shippedSchedules = [
  {
    name: 'Weekly recommendations',
    graph: 'recommend',
    input: {},
    cron: '0 6 * * 1',
    timeZone: 'UTC',
    keyFormat: 'recommend:{week}',
    enabled: true,
  },
  {
    name: 'Tickets, every five minutes',
    graph: 'sync-tickets',
    input: {},
    cron: '*/5 * * * *',
    timeZone: 'UTC',
    keyFormat: 'sync-tickets:{minute}',
    enabled: true,
  },
  {
    name: 'Senders, every two minutes',
    graph: WATCH_SENDERS,
    input: {},
    cron: '*/2 * * * *',
    timeZone: 'UTC',
    keyFormat: 'watch-senders:{minute}',
    enabled: true,
  },
  {
    name: 'Drift, every hour',
    graph: SCAN_DRIFT,
    input: {},
    cron: '17 * * * *',
    timeZone: 'UTC',
    keyFormat: 'scan-drift:{hour}',
    enabled: true,
  },
  {
    name: 'Data quality, every night',
    graph: MEASURE_QUALITY,
    input: {},
    cron: '45 2 * * *',
    timeZone: 'UTC',
    keyFormat: 'measure-quality:{day}',
    enabled: true,
  },
  {
    name: 'Delete what is old, every night',
    graph: 'retention',
    input: {},
    cron: '30 3 * * *',
    timeZone: 'UTC',
    keyFormat: 'retention:{day}',
    enabled: true,
  },
];

/** Makes sure that what starts by itself is there; a schedule that exists stays as people left it. */
export async function ensureSchedules(now: Date): Promise<void> {
  await transaction(async (tx) => {
    for (const schedule of shippedSchedules) await ensureSchedule(tx, schedule, now);
  });
}
