import { authorizePullContract } from '@/lib/contracts/deliveries';
import { authorizePull } from '@/lib/deliveries/senders.commands';
import { route } from '@/lib/http';

export const POST = route(authorizePullContract, ({ input, actor }) =>
  authorizePull({ actor, senderId: input.id, authorization: input.authorization }),
);
