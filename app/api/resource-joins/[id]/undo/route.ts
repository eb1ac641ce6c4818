import { undoJoinContract } from '@/lib/contracts/resources';
import { route } from '@/lib/http';
import { undoJoin } from '@/lib/recommendations/joins/commands';

export const POST = route(undoJoinContract, ({ input, actor }) => undoJoin({ actor, ...input }));
