import { changeUserContract, readUserContract } from '@/lib/contracts/people';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { changeUser } from '@/lib/people/users.commands';
import { readUserDetail } from '@/lib/people/users.data';

export const GET = route(readUserContract, ({ input, actor }) =>
  readUserDetail(database(), input.id, { currentId: actor.sessionId, now: new Date() }),
);
export const PATCH = route(changeUserContract, ({ input, actor }) => changeUser({ actor, ...input }));
