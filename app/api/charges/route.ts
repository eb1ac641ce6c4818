import { listCostsContract } from '@/lib/contracts/costs';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { listCosts } from '@/lib/sources/costs.data';

export const GET = route(listCostsContract, ({ input }) => listCosts(database(), input));
