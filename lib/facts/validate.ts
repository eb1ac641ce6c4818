import { DOMAINS, type ValidateInput, type ValidateResult } from '@/lib/rules/schema';
import { validateYaml } from '@/lib/rules/try';
import { knownFields } from './catalogue';

/** A text judged against the fields that its domain's sources provide. */
export async function validateRules(input: ValidateInput): Promise<ValidateResult> {
  const known = await Promise.all(
    DOMAINS.map(async (domain) => [domain, await knownFields(domain)] as const),
  );
  return validateYaml(input, new Map(known));
}
