import { rotateSenderContract } from '@/lib/contracts/deliveries';
import { rotateSender } from '@/lib/deliveries/senders.commands';
import { route } from '@/lib/http';

export const POST = route(rotateSenderContract, ({ input, actor }) =>
  rotateSender({ actor, senderId: input.id }),
);
