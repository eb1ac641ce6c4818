import { listChargesContract } from '@/lib/contracts/sources';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { listCharges } from '@/lib/sources/charges-view.data';

export const GET = route(listChargesContract, ({ input }) => listCharges(database(), input));
