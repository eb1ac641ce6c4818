import { readRecommendationWhyContract } from '@/lib/contracts/why';
import { systemClock } from '@/lib/core/clock';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { readRecommendationWhy } from '@/lib/recommendations/ask-why';

export const GET = route(readRecommendationWhyContract, ({ input }) =>
  readRecommendationWhy(database(), input.id, systemClock()),
);
