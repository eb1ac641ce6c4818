import { listRunsContract, requestRunContract } from '@/lib/contracts';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { checkStart } from '@/lib/jobs';
import { requestRun } from '@/lib/runs/commands';
import { listRuns } from '@/lib/runs/data';

export const GET = route(listRunsContract, ({ input }) => listRuns(database(), input));

export const POST = route(requestRunContract, ({ input, actor }) =>
  requestRun({ actor, ...input, input: checkStart(input.graph, input.input) }),
);
