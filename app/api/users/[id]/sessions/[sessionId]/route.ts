import { endUserSessionContract } from '@/lib/contracts/people';
import { route } from '@/lib/http';
import { endUserSessions } from '@/lib/people/sessions.commands';

export const DELETE = route(endUserSessionContract, ({ input, actor }) =>
  endUserSessions({ actor, ...input }),
);
