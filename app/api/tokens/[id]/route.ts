import { readTokenContract, revokeTokenContract } from '@/lib/contracts/people';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { revokeToken } from '@/lib/people/tokens.commands';
import { readToken } from '@/lib/people/tokens.data';

export const GET = route(readTokenContract, ({ input }) => readToken(database(), input.id, new Date()));
export const DELETE = route(revokeTokenContract, ({ input, actor }) => revokeToken({ actor, ...input }));
