import { moveRuleDraftContract } from '@/lib/contracts/rules';
import { route } from '@/lib/http';
import { moveDraft } from '@/lib/rules/editing/commands';

export const POST = route(moveRuleDraftContract, ({ input, actor }) => moveDraft({ ...input, actor }));
