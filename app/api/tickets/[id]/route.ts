import { readTicketContract } from '@/lib/contracts/tickets';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { readTicketDetail } from '@/lib/tickets/views.data';

export const GET = route(readTicketContract, ({ input }) => readTicketDetail(database(), input.id));
