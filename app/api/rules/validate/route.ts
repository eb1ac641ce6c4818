import { validateRulesContract } from '@/lib/contracts/rules';
import { route } from '@/lib/http';
import { validateYaml } from '@/lib/rules/try';

export const POST = route(validateRulesContract, async ({ input }) => validateYaml(input));
