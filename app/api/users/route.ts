import { createUserContract, listUsersContract } from '@/lib/contracts/people';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { createUser } from '@/lib/people/commands';
import { listUsers } from '@/lib/people/users.data';

export const GET = route(listUsersContract, ({ input }) => listUsers(database(), input, new Date()));
export const POST = route(createUserContract, ({ input, actor }) => createUser({ actor, ...input }));
