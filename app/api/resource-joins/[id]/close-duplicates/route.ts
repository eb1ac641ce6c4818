import { closeDuplicatesContract } from '@/lib/contracts/resources';
import { route } from '@/lib/http';
import { closeDuplicates } from '@/lib/recommendations/joins/commands';

export const POST = route(closeDuplicatesContract, ({ input, actor }) =>
  closeDuplicates({ actor, ...input }),
);
