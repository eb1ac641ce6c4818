import { revokeTokenContract } from '@/lib/contracts/people';
import { route } from '@/lib/http';
import { revokeToken } from '@/lib/people/tokens.commands';

export const DELETE = route(revokeTokenContract, ({ input, actor }) => revokeToken({ actor, ...input }));
