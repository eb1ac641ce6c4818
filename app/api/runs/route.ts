import { listRunsContract, requestRunContract } from '@/lib/contracts/runs';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { graphs } from '@/lib/jobs';
import { requestRun } from '@/lib/runs/commands';
import { listRuns } from '@/lib/runs/data';
import { graphNamed } from '@/lib/runs/plan';

export const GET = route(listRunsContract, ({ input }) => listRuns(database(), input));

export const POST = route(requestRunContract, ({ input, actor }) =>
  requestRun({ ...input, actor, graph: graphNamed(graphs, input.graph) }),
);
