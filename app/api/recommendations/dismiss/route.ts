import { dismissManyContract } from '@/lib/contracts/recommendations';
import { route } from '@/lib/http';
import { dismissMany } from '@/lib/recommendations/batches.commands';

export const POST = route(dismissManyContract, ({ input: { until, ...input }, actor }) =>
  dismissMany({ actor, ...input, until: until === undefined ? null : new Date(until) }),
);
