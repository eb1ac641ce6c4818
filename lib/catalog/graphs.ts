import { z } from 'zod';
import { defineGraph } from '@/lib/runs/plan';
import { REPAIR } from './repairs.commands';
import { enabledDefinitions } from './scan.data';
import { SCAN_DRIFT } from './scan.job';

/** What runs over a library beside the drain. */
export const scanDriftGraph = defineGraph({
  name: SCAN_DRIFT,
  title: 'Scan for drift',
  description: 'Compare libraries with what they should hold, record by record.',
  mode: 'async',
  input: z.object({
    definitionId: z
      .uuid()
      .optional()
      .describe('One sync only; all that are switched on where it is not given'),
  }),
  async resolve({ definitionId }, reader) {
    const definitions = await enabledDefinitions(reader);
    return definitions
      .filter(({ id }) => definitionId === undefined || id === definitionId)
      .map(({ id, slug }) => ({
        name: `scan:${slug}`,
        job: SCAN_DRIFT,
        input: { definitionId: id },
        needs: [],
        concurrencyKey: `${SCAN_DRIFT}:${id}`,
        retries: { limit: 3, baseMs: 5_000, capMs: 60_000 },
      }));
  },
});

/** Started by a deed, which has written down what is to be repaired; never by hand. */
export const repairCatalogGraph = defineGraph({
  name: REPAIR,
  title: 'Repair a library',
  description: 'Do to each record of a batch what a person decided about all of them.',
  mode: 'simple',
  input: z.object({ batchId: z.uuid() }),
  resolve: async (input) => [
    {
      name: REPAIR,
      job: REPAIR,
      input,
      needs: [],
      concurrencyKey: `${REPAIR}:${input.batchId}`,
      retries: { limit: 6, baseMs: 5_000, capMs: 300_000 },
    },
  ],
});
