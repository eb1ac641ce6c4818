import { listRepairs } from '@/lib/catalog/repairs.data';
import { listRepairsContract } from '@/lib/contracts/catalog';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';

export const GET = route(listRepairsContract, ({ input }) => listRepairs(database(), input));
