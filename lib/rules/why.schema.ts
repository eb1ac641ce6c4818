import { z } from 'zod';
import { verdictSchema, whyNodeSchema, whyUnknownSchema } from './schema';

/** A comparison that failed by little, or the one part that stands between a rule and its match. */
const nearMissSchema = z.object({
  text: z.string(),
  value: z.json().optional(),
  bound: z.number().optional(),
  off: z.number().optional(), // how far the value is from the bound, as a share of it, up to 0.2
  isOnly: z.boolean(), // everything else holds
});
export type NearMiss = z.infer<typeof nearMissSchema>;

/** How a fact stands to its bound once it is changed. */
const RELATIONS = ['==', '!=', '<', '<=', '>', '>=', 'in', 'not in', 'contains', 'lacks', 'missing'] as const;

/** One fact as it is and as it would have to be: `to` was tried, anything that stands so to `bound` is meant. */
const flipChangeSchema = z.object({
  fact: z.string(),
  from: z.json().optional(), // absent: it is not known
  to: z.json().optional(), // absent: it would have to be missing
  relation: z.enum(RELATIONS),
  bound: z.json().optional(),
});
export type FlipChange = z.infer<typeof flipChangeSchema>;

/** The smallest change of at most two facts that was found to turn the verdict into `verdict`. */
const flipSchema = z.object({
  verdict: z.boolean(),
  changes: z.array(flipChangeSchema).min(1).max(2),
  sentence: z.string(),
});
export type Flip = z.infer<typeof flipSchema>;

/**
 * A fact that a rule rests on, as its turn came. `reading`: as it was given; `default`: of the set's own defaults;
 * `rule`: an earlier rule (`by`) set it; `missing`: nobody tells it.
 */
export const readFactSchema = z.object({
  name: z.string(),
  value: z.json().optional(),
  from: z.enum(['reading', 'default', 'rule', 'missing']),
  by: z.string().optional(),
  isBehind: z.boolean(), // the condition does not name it; an earlier rule made of it what the condition reads
});
export type ReadFact = z.infer<typeof readFactSchema>;

/** Everything about one rule over one facts object. */
export const ruleWhySchema = z.object({
  rule: z.string(),
  title: z.string().nullable(),
  isEnabled: z.boolean(),
  verdict: verdictSchema,
  sentence: z.string(),
  tree: whyNodeSchema.nullable(), // null: the rule has no condition
  hiddenBy: z.string().nullable(), // mode first: the earlier rule that matches before this one is asked
  facts: z.array(readFactSchema),
  unknown: z.array(whyUnknownSchema),
  nearMisses: z.array(nearMissSchema),
  flip: flipSchema.nullable(), // null: none of at most two facts was found
});
export type RuleWhy = z.infer<typeof ruleWhySchema>;
