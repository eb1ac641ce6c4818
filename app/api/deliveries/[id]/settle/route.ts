import { settleDeadContract } from '@/lib/contracts/deliveries';
import { settleDead } from '@/lib/deliveries/commands';
import { route } from '@/lib/http';

export const POST = route(settleDeadContract, ({ input: { id, ...settling }, actor }) =>
  settleDead({ actor, deliveryId: id, ...settling }),
);
