import { createUserContract } from '@/lib/contracts/people';
import { route } from '@/lib/http';
import { createUser } from '@/lib/people/commands';

export const POST = route(createUserContract, ({ input, actor }) => createUser({ actor, ...input }));
