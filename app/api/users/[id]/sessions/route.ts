import { endUserSessionsContract } from '@/lib/contracts/people';
import { route } from '@/lib/http';
import { endUserSessions } from '@/lib/people/sessions.commands';

export const DELETE = route(endUserSessionsContract, ({ input, actor }) =>
  endUserSessions({ actor, ...input }),
);
