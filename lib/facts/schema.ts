import { z } from 'zod';
import { DOMAINS } from '@/lib/rules/schema';

export const listFieldsInput = z.object({ domain: z.enum(DOMAINS).default('finops') });

/**
 * A field that rules of a domain may read. `seen` counts the sampled resources of the latest snapshots that have it, and
 * `examples` are values of theirs.
 */
export const factField = z.object({
  name: z.string(),
  types: z.array(z.string()),
  examples: z.array(z.union([z.string(), z.number(), z.boolean()])),
  seen: z.int(),
  provider: z.string(),
  description: z.string(),
});
export type FactField = z.infer<typeof factField>;

/** `sampled` is how many resources were looked at. */
export const listFieldsOutput = z.object({ sampled: z.int(), fields: z.array(factField) });
export type FieldsCatalogue = z.infer<typeof listFieldsOutput>;

export const ruleFileSchemaOutput = z.record(z.string(), z.json());
