import { readTicketsSummaryContract } from '@/lib/contracts/tickets';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { summariseTickets } from '@/lib/tickets/views.data';

export const GET = route(readTicketsSummaryContract, () => summariseTickets(database()));
