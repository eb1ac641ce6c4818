import { reopenManyContract } from '@/lib/contracts/recommendations';
import { route } from '@/lib/http';
import { reopenMany } from '@/lib/recommendations/batches.commands';

export const POST = route(reopenManyContract, ({ input, actor }) => reopenMany({ actor, ...input }));
