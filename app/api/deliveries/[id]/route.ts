import { readDeliveryContract } from '@/lib/contracts/deliveries';
import { database } from '@/lib/core/db';
import { readDelivery } from '@/lib/deliveries/views.data';
import { route } from '@/lib/http';

export const GET = route(readDeliveryContract, ({ input }) => readDelivery(database(), input.id));
