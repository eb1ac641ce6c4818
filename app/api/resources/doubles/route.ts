import { listDoublesContract } from '@/lib/contracts/resources';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { listDoubles } from '@/lib/recommendations/joins/doubles.data';

export const GET = route(listDoublesContract, ({ input }) => listDoubles(database(), input));
