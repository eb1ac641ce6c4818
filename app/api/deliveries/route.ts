import { listDeliveriesContract } from '@/lib/contracts/deliveries';
import { database } from '@/lib/core/db';
import { listDeliveries } from '@/lib/deliveries/views.data';
import { route } from '@/lib/http';

export const GET = route(listDeliveriesContract, ({ input }) => listDeliveries(database(), input));
