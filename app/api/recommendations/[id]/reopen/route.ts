import { reopenRecommendationContract } from '@/lib/contracts/recommendations';
import { route } from '@/lib/http';
import { reopenLineage } from '@/lib/recommendations/commands';

export const POST = route(reopenRecommendationContract, ({ input, actor }) =>
  reopenLineage({ actor, ...input }),
);
