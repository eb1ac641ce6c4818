import { endOtherSessionsContract } from '@/lib/contracts/people';
import { route } from '@/lib/http';
import { endOtherSessions } from '@/lib/people/sessions.commands';

export const POST = route(endOtherSessionsContract, ({ actor }) => endOtherSessions({ actor }));
