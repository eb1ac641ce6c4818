import { readCostTotalsContract } from '@/lib/contracts/costs';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { totalCosts } from '@/lib/sources/costs.data';

export const GET = route(readCostTotalsContract, ({ input }) => totalCosts(database(), input));
