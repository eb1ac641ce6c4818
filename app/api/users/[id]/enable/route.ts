import { enableUserContract } from '@/lib/contracts/people';
import { route } from '@/lib/http';
import { enableUser } from '@/lib/people/users.commands';

export const POST = route(enableUserContract, ({ input, actor }) => enableUser({ actor, ...input }));
