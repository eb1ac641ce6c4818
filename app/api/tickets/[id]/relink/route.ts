import { relinkTicketContract } from '@/lib/contracts/tickets';
import { route } from '@/lib/http';
import { applyTicketChange } from '@/lib/recommendations/commands';
import { relinkTicket } from '@/lib/tickets/commands';

export const POST = route(relinkTicketContract, async ({ input, actor }) => {
  await relinkTicket({
    actor,
    ticketId: input.id,
    issueKey: input.issueKey,
    onTicketChange: applyTicketChange,
  });
  return { relinked: true };
});
