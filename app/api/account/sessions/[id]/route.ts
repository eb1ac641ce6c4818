import { endOwnSessionContract } from '@/lib/contracts/people';
import { route } from '@/lib/http';
import { endOwnSession } from '@/lib/people/sessions.commands';

export const DELETE = route(endOwnSessionContract, ({ input, actor }) => endOwnSession({ actor, ...input }));
