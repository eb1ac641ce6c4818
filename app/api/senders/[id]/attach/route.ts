import { attachSenderContract } from '@/lib/contracts/deliveries';
import { attachSender } from '@/lib/deliveries/senders.commands';
import { route } from '@/lib/http';

export const POST = route(attachSenderContract, ({ input, actor }) =>
  attachSender({ actor, senderId: input.id }),
);
