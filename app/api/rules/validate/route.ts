import { validateRulesContract } from '@/lib/contracts/rules';
import { validateRules } from '@/lib/facts/validate';
import { route } from '@/lib/http';

export const POST = route(validateRulesContract, async ({ input }) => validateRules(input));
