import { createTokenContract } from '@/lib/contracts/people';
import { route } from '@/lib/http';
import { createToken } from '@/lib/people/commands';

export const POST = route(createTokenContract, ({ input, actor }) => createToken({ actor, ...input }));
