import { previewJoinContract } from '@/lib/contracts/resources';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { previewJoin } from '@/lib/recommendations/joins/commands';

export const GET = route(previewJoinContract, ({ input }) => previewJoin(database(), input));
