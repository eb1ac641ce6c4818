import { replayContract } from '@/lib/contracts/deliveries';
import { replayDeliveries } from '@/lib/deliveries/commands';
import { route } from '@/lib/http';

export const POST = route(replayContract, ({ input, actor }) => replayDeliveries({ actor, ...input }));
