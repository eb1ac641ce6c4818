import { readRuleSetContract } from '@/lib/contracts/rules';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { readRuleSetWithFigures } from '@/lib/recommendations/rule-sets.data';

export const GET = route(readRuleSetContract, ({ input }) => readRuleSetWithFigures(database(), input.slug));
