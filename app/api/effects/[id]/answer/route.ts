import { answerEffectContract } from '@/lib/contracts/tickets';
import { route } from '@/lib/http';
import { mapTicket } from '@/lib/recommendations/commands';
import { answerEffect } from '@/lib/tickets/commands';

export const POST = route(answerEffectContract, ({ input: { id, ...answer }, actor }) =>
  answerEffect({ actor, effectId: id, answer, onTicketOpened: mapTicket }),
);
