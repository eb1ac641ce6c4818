import { renewTicketContract } from '@/lib/contracts/recommendations';
import { route } from '@/lib/http';
import { openAnotherTicket } from '@/lib/recommendations/commands';

export const POST = route(renewTicketContract, ({ input, actor }) =>
  openAnotherTicket({ actor, id: input.id }),
);
