import { z } from 'zod';
import type { Reader } from '@/lib/core/db';
import { defineGraph } from '@/lib/runs/plan';
import type { PlannedJob } from '@/lib/runs/schema';
import { enabledDefinitions } from './definitions.data';
import { DRAIN, drainInput } from './drain.job';
import { MEASURE_QUALITY } from './quality.job';
import { SETTLE_QUARANTINE } from './quarantine-batches.commands';
import { REPAIR } from './repairs.commands';
import { SCAN_DRIFT } from './scan.job';

/** What runs over libraries beside the drain. */
const oneSync = z.object({
  definitionId: z.uuid().optional().describe('One sync only; all that are switched on where it is not given'),
});

/** A library that is away for minutes is nothing to give up for. */
const PATIENCE = { limit: 6, baseMs: 5_000, capMs: 300_000 };
const RETRIES = { limit: 3, baseMs: 5_000, capMs: 60_000 };

async function chosen(reader: Reader, { definitionId }: z.infer<typeof oneSync>) {
  const definitions = await enabledDefinitions(reader);
  return definitions.filter(({ id }) => definitionId === undefined || id === definitionId);
}

type Measure = { after?: string; isOnce: boolean };

/** After a scan it is done by the way: what the scan found stands, measured or not. */
function measureJob({ id, slug }: { id: string; slug: string }, { after, isOnce }: Measure): PlannedJob {
  return {
    name: `measure:${slug}`,
    job: MEASURE_QUALITY,
    input: { definitionId: id, isOnce },
    needs: after === undefined ? [] : [{ job: after, when: 'succeeded' }],
    isByTheWay: after !== undefined,
    concurrencyKey: `${MEASURE_QUALITY}:${id}`,
    retries: RETRIES,
  };
}

/** The first scan of a day measures it too, so that a sync has figures from its first day on. */
export const scanDriftGraph = defineGraph({
  name: SCAN_DRIFT,
  title: 'Scan for drift',
  description: 'Compare libraries with what they should hold, record by record.',
  mode: 'async',
  input: oneSync,
  async resolve(input, reader) {
    const definitions = await chosen(reader, input);
    return definitions.flatMap(({ id, slug }): PlannedJob[] => {
      const name = `scan:${slug}`;
      const scan = {
        name,
        job: SCAN_DRIFT,
        input: { definitionId: id },
        needs: [],
        concurrencyKey: `${SCAN_DRIFT}:${id}`,
        retries: RETRIES,
      };
      return [scan, measureJob({ id, slug }, { after: name, isOnce: true })];
    });
  },
});

export const measureQualityGraph = defineGraph({
  name: MEASURE_QUALITY,
  title: 'Measure data quality',
  description: 'Count how complete, valid, unique and fresh the columns of libraries are today.',
  mode: 'async',
  input: oneSync,
  async resolve(input, reader) {
    const definitions = await chosen(reader, input);
    return definitions.map((definition) => measureJob(definition, { isOnce: false }));
  },
});

/** Started by a deed, which has written down what is to be done to each; never by hand. */
function batchGraph(name: string, told: { title: string; description: string }) {
  return defineGraph({
    ...{ name, ...told },
    mode: 'simple',
    input: z.object({ batchId: z.uuid() }),
    resolve: async (input) => [
      {
        name,
        job: name,
        input,
        needs: [],
        concurrencyKey: `${name}:${input.batchId}`,
        retries: PATIENCE,
      },
    ],
  });
}

export const repairCatalogGraph = batchGraph(REPAIR, {
  title: 'Repair a library',
  description: 'Do to each record of a batch what a person decided about all of them.',
});

export const settleQuarantineGraph = batchGraph(SETTLE_QUARANTINE, {
  title: 'Settle held changes',
  description: 'Release or reject each of a batch, as a person decided about all of them.',
});

/** Workers do the same without being asked; a run of it is for who wants to see it done. */
export const syncCatalogGraph = defineGraph({
  name: 'sync-catalog',
  title: 'Work on deliveries',
  description: 'Judge what senders posted and write what is accepted to the library.',
  mode: 'async',
  input: drainInput.partial(),
  async resolve({ senderId }, reader) {
    const definitions = await enabledDefinitions(reader);
    return definitions
      .filter(({ sender }) => senderId === undefined || sender.id === senderId)
      .map(({ sender }) => ({
        name: `${DRAIN}:${sender.name}`,
        job: DRAIN,
        input: { senderId: sender.id },
        needs: [],
        concurrencyKey: `${DRAIN}:${sender.id}`,
        retries: PATIENCE,
      }));
  },
});
