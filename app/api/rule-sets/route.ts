import { createRuleSetContract, listRuleSetsContract } from '@/lib/contracts/rules';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { listRuleSets } from '@/lib/recommendations/rule-sets.data';
import { createRuleSet } from '@/lib/rules/editing/commands';

export const GET = route(listRuleSetsContract, ({ input }) => listRuleSets(database(), input));

export const POST = route(createRuleSetContract, ({ input, actor }) => createRuleSet({ ...input, actor }));
