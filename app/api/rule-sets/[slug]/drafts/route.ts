import { startRuleDraftContract } from '@/lib/contracts/rules';
import { route } from '@/lib/http';
import { startDraft } from '@/lib/rules/editing/commands';

export const POST = route(startRuleDraftContract, ({ input, actor }) => startDraft({ ...input, actor }));
