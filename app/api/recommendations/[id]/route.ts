import { readRecommendationContract } from '@/lib/contracts/recommendations';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { readRecommendationDetail } from '@/lib/recommendations/detail.data';

export const GET = route(readRecommendationContract, ({ input }) =>
  readRecommendationDetail(database(), input.id),
);
