import { createExemptionContract, listExemptionsContract } from '@/lib/contracts/exemptions';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { createExemption } from '@/lib/recommendations/exemptions/commands';
import { listExemptions } from '@/lib/recommendations/exemptions/data';

export const GET = route(listExemptionsContract, ({ input }) =>
  listExemptions(database(), { ...input, now: new Date() }),
);
export const POST = route(createExemptionContract, ({ input, actor }) =>
  createExemption({ actor, ...input }),
);
