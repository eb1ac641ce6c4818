import { listTicketsContract } from '@/lib/contracts';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { listTickets } from '@/lib/tickets/views.data';

export const GET = route(listTicketsContract, ({ input }) => listTickets(database(), input));
