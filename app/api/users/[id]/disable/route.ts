import { disableUserContract } from '@/lib/contracts/people';
import { route } from '@/lib/http';
import { disableUser } from '@/lib/people/users.commands';

export const POST = route(disableUserContract, ({ input, actor }) => disableUser({ actor, ...input }));
