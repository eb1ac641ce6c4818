import { answerDeliveryContract } from '@/lib/contracts/sources';
import { route } from '@/lib/http';
import { readAgain } from '@/lib/jobs';
import { answerDelivery } from '@/lib/sources/deliveries.commands';

export const POST = route(answerDeliveryContract, ({ input, actor }) =>
  readAgain(actor, (onChanged) => answerDelivery({ ...input, importId: input.id, actor, onChanged })),
);
