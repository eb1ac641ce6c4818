import { listCostGroupsContract } from '@/lib/contracts/costs';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { groupCosts } from '@/lib/sources/costs.data';

export const GET = route(listCostGroupsContract, ({ input }) => groupCosts(database(), input));
