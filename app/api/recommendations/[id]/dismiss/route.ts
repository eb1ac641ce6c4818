import { dismissRecommendationContract } from '@/lib/contracts/recommendations';
import { route } from '@/lib/http';
import { dismissLineage } from '@/lib/recommendations/commands';

export const POST = route(dismissRecommendationContract, ({ input: { until, ...input }, actor }) =>
  dismissLineage({ actor, ...input, until: until === undefined ? null : new Date(until) }),
);
