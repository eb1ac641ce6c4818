import { inviteUserContract } from '@/lib/contracts/people';
import { route } from '@/lib/http';
import { inviteUser } from '@/lib/people/links.commands';

export const POST = route(inviteUserContract, ({ input, actor }) => inviteUser({ actor, ...input }));
