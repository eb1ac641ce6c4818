import { removeRuleDraftContract, saveRuleDraftContract } from '@/lib/contracts/rules';
import { route } from '@/lib/http';
import { deleteDraft, saveDraft } from '@/lib/rules/editing/commands';

export const PUT = route(saveRuleDraftContract, ({ input, actor }) => saveDraft({ ...input, actor }));

export const DELETE = route(removeRuleDraftContract, ({ input, actor }) => deleteDraft({ ...input, actor }));
