import { listOwnSessionsContract } from '@/lib/contracts/people';
import { route } from '@/lib/http';
import { listOwnSessions } from '@/lib/people/sessions.commands';

export const GET = route(listOwnSessionsContract, ({ actor }) => listOwnSessions({ actor }));
