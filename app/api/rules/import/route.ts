import { importRulesContract } from '@/lib/contracts/rules';
import { AppError } from '@/lib/core/errors';
import { route } from '@/lib/http';
import { importRules } from '@/lib/rules/jre/import';

export const POST = route(importRulesContract, async ({ input }) => {
  const result = importRules(input);
  if (result.ok) return result.imported;
  throw new AppError('invalid_input', 'nothing of the document can be taken', { errors: result.errors });
});
