import { retryJobContract } from '@/lib/contracts/runs';
import { route } from '@/lib/http';
import { retryJob } from '@/lib/runs/commands';

export const POST = route(retryJobContract, ({ input: { id, ...input }, actor }) =>
  retryJob({ actor, runId: id, ...input }),
);
