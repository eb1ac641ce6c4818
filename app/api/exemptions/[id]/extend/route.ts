import { extendExemptionContract } from '@/lib/contracts/exemptions';
import { route } from '@/lib/http';
import { extendExemption } from '@/lib/recommendations/exemptions/commands';

export const POST = route(extendExemptionContract, ({ input, actor }) =>
  extendExemption({ actor, ...input }),
);
