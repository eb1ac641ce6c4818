import { readRecommendationTotalsContract } from '@/lib/contracts/recommendations';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { totalRecommendations } from '@/lib/recommendations/data';

export const GET = route(readRecommendationTotalsContract, ({ input }) =>
  totalRecommendations(database(), input),
);
