import { reopenContract } from '@/lib/contracts/recommendations';
import { route } from '@/lib/http';
import { reopenLineage } from '@/lib/recommendations/commands';

export const POST = route(reopenContract, ({ input, actor }) => reopenLineage({ actor, ...input }));
