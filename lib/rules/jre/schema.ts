import { z } from 'zod';
import { LIMITS } from '../limits';
import { DOMAINS, type FactValue } from '../schema';

/** One rule of a document of json-rules-engine. */
const ruleOut = z.object({
  name: z.string(),
  priority: z.int(),
  conditions: z.record(z.string(), z.json()),
  event: z.object({ type: z.string(), params: z.record(z.string(), z.json()).optional() }),
});
export type ExportedRule = z.infer<typeof ruleOut>;

/** What of a rule set json-rules-engine can be given. `notes` say where it will answer otherwise than we do. */
export const exportedRules = z.object({
  document: z.object({ rules: z.array(ruleOut) }),
  notExpressible: z.array(z.object({ rule: z.string(), why: z.string() })),
  notes: z.array(z.string()),
});
export type ExportedRules = z.infer<typeof exportedRules>;

/** `text` is JSON or YAML: one rule, a list of them, or `{ rules, conditions }`. The other three name the new set. */
export const importRulesInput = z.object({
  text: z
    .string()
    .refine(
      (text) => new TextEncoder().encode(text).length <= LIMITS.yamlBytes,
      `a document may have ${LIMITS.yamlBytes / 1024} KiB`,
    ),
  slug: z
    .string()
    .max(80)
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'words in lower case joined by "-"')
    .optional(),
  title: z.string().trim().min(1).max(200).optional(),
  domain: z.enum(DOMAINS).optional(),
});
export type ImportRulesInput = z.infer<typeof importRulesInput>;

/** The text of a rule set, valid as it is, and what of the document is not in it, or means something else there. */
export const importedRules = z.object({
  yaml: z.string(),
  rules: z.int(),
  notes: z.array(z.object({ line: z.int(), column: z.int(), message: z.string() })),
});
export type ImportedRules = z.infer<typeof importedRules>;

/** A condition as json-rules-engine takes it. */
export type JreCondition =
  | { all: JreCondition[] }
  | { any: JreCondition[] }
  | { not: JreCondition }
  | { fact: string; path?: string; operator: string; value: FactValue };

const counts = { rules: z.int().min(0), resources: z.int().min(0), pairs: z.int().min(0) };

/**
 * What json-rules-engine said of a version when it was published. A pair is a rule and a resource; `pairs` counts
 * all of them, `compared` those that both engines could judge, and they agreed on every one.
 */
export const secondOpinion = z.object({
  ...counts,
  expressible: z.int().min(0), // rules whose condition its trees can say
  compared: z.int().min(0),
  share: z.number().min(0).max(1),
});
export type SecondOpinion = z.infer<typeof secondOpinion>;
