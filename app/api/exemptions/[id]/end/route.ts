import { endExemptionContract } from '@/lib/contracts/exemptions';
import { route } from '@/lib/http';
import { endExemption } from '@/lib/recommendations/exemptions/commands';

export const POST = route(endExemptionContract, ({ input, actor }) => endExemption({ actor, ...input }));
