import { z } from 'zod';
import { LIMITS } from '@/lib/rules/limits';
import { verdictSchema } from '@/lib/rules/schema';
import { readFactSchema, ruleWhySchema } from '@/lib/rules/why.schema';

const slug = z.string().min(1).max(80);
const resource = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .describe('The id of a resource, or what its provider calls it');
const rule = z
  .string()
  .min(1)
  .max(200)
  .optional()
  .describe('One rule of the set; all of them where it is not given');

export const askWhyInput = z.object({
  slug,
  resource,
  rule,
  version: z.coerce.number().int().min(1).optional().describe('The published one where it is not given'),
});
export type AskWhyInput = z.infer<typeof askWhyInput>;

export const askDraftWhyInput = z.object({ slug, yaml: z.string().max(LIMITS.yamlBytes), resource, rule });
export type AskDraftWhyInput = z.infer<typeof askDraftWhyInput>;

/**
 * A fact with where it is from. `identity`: what names the resource; `routing`: by tags and the routing table; `rule`: an
 * earlier rule, by its name in `sourceName`; `default`: nobody told it, and that counts as this value; `missing`: nobody
 * did, and it is not known.
 */
const whyFact = readFactSchema.omit({ from: true, by: true }).extend({
  source: z.enum([
    'bill',
    'inventory',
    'metrics',
    'measurement',
    'identity',
    'routing',
    'rule',
    'default',
    'missing',
  ]),
  sourceName: z.string().nullable(),
  sourceId: z.string().nullable(),
  snapshotId: z.string().nullable(),
  through: z.string().nullable(), // until when its reading tells
  ageHours: z.number().nullable(), // how long that was ago when it was judged
});
export type WhyFact = z.infer<typeof whyFact>;

/** One rule over one resource. */
export const whyView = ruleWhySchema.extend({ facts: z.array(whyFact) });
export type WhyView = z.infer<typeof whyView>;

export const resourceView = z.object({
  id: z.string(),
  provider: z.string(),
  account: z.string(),
  region: z.string(),
  nativeId: z.string(),
  name: z.string().nullable(),
});
export type ResourceView = z.infer<typeof resourceView>;

export const findResourcesInput = z.object({
  q: z.string().trim().min(1).max(200).describe('What a name or a native id begins with, or has in it'),
  limit: z.coerce.number().int().min(1).max(50).default(20),
});
export const foundResources = z.object({ items: z.array(resourceView) });

/** `version` null: a draft. `readings` 0: no source tells of the resource now, and next to nothing is known. */
export const whyAnswer = z.object({
  slug: z.string(),
  title: z.string(),
  version: z.number().nullable(),
  at: z.string(),
  resource: resourceView.extend({
    kind: z.string().nullable(),
    owner: z.string().nullable(),
    environment: z.string(),
  }),
  readings: z.number(),
  names: z.array(z.string()), // of every rule of the set
  rules: z.array(whyView),
});
export type WhyAnswer = z.infer<typeof whyAnswer>;

/** A reason with the version of its rule and when it was judged. */
const judgedWhy = z.object({ slug: z.string(), version: z.number(), at: z.string(), why: whyView });
export type JudgedWhy = z.infer<typeof judgedWhy>;

/**
 * Why a recommendation stands: by the rule version that found it, over the latest readings, and as it was when its ticket
 * opened. `present` is null where no reading tells of the resource any more.
 */
export const recommendationWhy = z.object({
  present: judgedWhy.nullable(),
  frozen: judgedWhy.extend({ ticketKey: z.string(), frozenAt: z.string() }).nullable(),
});
export type RecommendationWhy = z.infer<typeof recommendationWhy>;

const MOST_SAMPLED = 200;
export const sampleInput = z.object({
  slug,
  yaml: z.string().max(LIMITS.yamlBytes),
  limit: z.int().min(1).max(MOST_SAMPLED).default(100),
});
export type SampleInput = z.infer<typeof sampleInput>;

/** `matched` and `unknown` name rules; `verdict` is that of the set: it matches where one of its rules does. */
const sampleRow = resourceView.extend({
  kind: z.string().nullable(),
  verdict: verdictSchema,
  matched: z.array(z.string()),
  unknown: z.array(z.string()),
  recommends: z.array(z.object({ action: z.string(), savings: z.string().nullable() })),
  currency: z.string().nullable(),
  isFound: z.boolean(), // the set has found something of it, which stands
});
export type SampleRow = z.infer<typeof sampleRow>;

const sampleCounts = z.object({ match: z.number(), noMatch: z.number(), unknown: z.number() });

/**
 * Resources of the latest readings, spread evenly over them, and with them some that the set has found before. The same
 * readings give the same sample. `note` says why there are none.
 */
export const sampleAnswer = z.object({
  at: z.string(),
  counts: sampleCounts,
  rules: z.array(sampleCounts.extend({ rule: z.string() })),
  rows: z.array(sampleRow),
  note: z.string().nullable(),
});
export type SampleAnswer = z.infer<typeof sampleAnswer>;
