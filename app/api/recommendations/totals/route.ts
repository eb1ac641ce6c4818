import { totalRecommendationsContract } from '@/lib/contracts/recommendations';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { totalRecommendations } from '@/lib/recommendations/data';

export const GET = route(totalRecommendationsContract, ({ input }) =>
  totalRecommendations(database(), input),
);
