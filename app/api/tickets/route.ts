import { listTicketsContract } from '@/lib/contracts/tickets';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { listTicketMap } from '@/lib/recommendations/ticket-map.data';

export const GET = route(listTicketsContract, ({ input }) => listTicketMap(database(), input));
