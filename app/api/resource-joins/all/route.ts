import { joinAllContract } from '@/lib/contracts/resources';
import { route } from '@/lib/http';
import { joinAll } from '@/lib/recommendations/joins/commands';

export const POST = route(joinAllContract, ({ input, actor }) => joinAll({ actor, ...input }));
