import { adoptTicketContract } from '@/lib/contracts/recommendations';
import { route } from '@/lib/http';
import { adoptTicket } from '@/lib/recommendations/adopt.commands';

export const POST = route(adoptTicketContract, ({ input, actor }) => adoptTicket({ actor, ...input }));
