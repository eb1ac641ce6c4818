import { detachSenderContract } from '@/lib/contracts/deliveries';
import { detachSender } from '@/lib/deliveries/senders.commands';
import { route } from '@/lib/http';

export const POST = route(detachSenderContract, ({ input, actor }) =>
  detachSender({ actor, senderId: input.id }),
);
