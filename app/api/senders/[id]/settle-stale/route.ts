import { settleStaleContract } from '@/lib/contracts/deliveries';
import { settleStale } from '@/lib/deliveries/senders.commands';
import { route } from '@/lib/http';

export const POST = route(settleStaleContract, ({ input, actor }) =>
  settleStale({ actor, senderId: input.id }),
);
