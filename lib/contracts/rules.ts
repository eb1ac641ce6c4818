import { writes } from '@/lib/contract';
import { evaluateInput, evaluateOutput, validateInput, validateOutput } from '@/lib/rules/schema';

export const validateRulesContract = writes(
  'viewer',
  '/api/rules/validate',
  'Check a rule set, with the place of every fault',
  {
    input: validateInput,
    response: validateOutput,
  },
);
export const evaluateRulesContract = writes(
  'viewer',
  '/api/rules/evaluate',
  'Evaluate a rule set over facts',
  {
    input: evaluateInput,
    response: evaluateOutput,
    maxBytes: 10_000_000,
  },
);
