import { resumeRunContract } from '@/lib/contracts/runs';
import { route } from '@/lib/http';
import { resumeRun } from '@/lib/runs/commands';

export const POST = route(resumeRunContract, ({ input: { id, ...input }, actor }) =>
  resumeRun({ actor, runId: id, ...input }),
);
