import { joinResourcesContract, listJoinsContract } from '@/lib/contracts/resources';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { joinPair } from '@/lib/recommendations/joins/commands';
import { listJoins } from '@/lib/recommendations/joins/joins.data';

export const GET = route(listJoinsContract, ({ input }) => listJoins(database(), input));
export const POST = route(joinResourcesContract, ({ input, actor }) => joinPair({ actor, ...input }));
