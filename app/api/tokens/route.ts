import { createTokenContract, listTokensContract } from '@/lib/contracts/people';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { createToken } from '@/lib/people/tokens.commands';
import { listTokens } from '@/lib/people/tokens.data';

export const GET = route(listTokensContract, ({ input }) => listTokens(database(), input, new Date()));
export const POST = route(createTokenContract, ({ input, actor }) => createToken({ actor, ...input }));
