import { listRecommendationsContract } from '@/lib/contracts/recommendations';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { listRecommendations } from '@/lib/recommendations/data';

export const GET = route(listRecommendationsContract, ({ input }) => listRecommendations(database(), input));
