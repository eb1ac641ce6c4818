import { evaluateRulesContract } from '@/lib/contracts/rules';
import { systemClock } from '@/lib/core/clock';
import { AppError } from '@/lib/core/errors';
import { route } from '@/lib/http';
import { evaluateYaml } from '@/lib/rules/try';

export const POST = route(evaluateRulesContract, async ({ input }) => {
  const outcome = evaluateYaml(input, { now: systemClock() });
  if (outcome.ok) return { results: outcome.results };
  throw new AppError('invalid_input', 'the rules are not valid', { errors: outcome.errors });
});
