import { pullSenderContract } from '@/lib/contracts/deliveries';
import { pullSender } from '@/lib/deliveries/senders.commands';
import { route } from '@/lib/http';

export const POST = route(pullSenderContract, ({ input: { id, whole }, actor }) =>
  pullSender({ actor, senderId: id, whole }),
);
