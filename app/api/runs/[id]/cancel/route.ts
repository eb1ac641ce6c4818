import { cancelRunContract } from '@/lib/contracts/runs';
import { route } from '@/lib/http';
import { cancelRun } from '@/lib/runs/commands';

export const POST = route(cancelRunContract, ({ input: { id, ...input }, actor }) =>
  cancelRun({ actor, runId: id, ...input }),
);
