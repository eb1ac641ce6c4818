import { readRuleFileSchemaContract } from '@/lib/contracts/rules';
import { route } from '@/lib/http';
import { ruleFileJsonSchema } from '@/lib/rules/json-schema';

export const GET = route(readRuleFileSchemaContract, async () => ruleFileJsonSchema());
