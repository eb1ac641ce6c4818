import { publishRuleDraftContract } from '@/lib/contracts/rules';
import { route } from '@/lib/http';
import { publishDraft } from '@/lib/rules/editing/commands';

export const POST = route(publishRuleDraftContract, ({ input, actor }) => publishDraft({ ...input, actor }));
