import { z } from 'zod';

/** How the rules of a set do: over the generations of 30 days, and by what became of what they found. */
export const ruleMark = z.enum(['never_matches', 'mostly_dismissed']);
export type RuleMark = z.infer<typeof ruleMark>;

const reason = z.object({ reason: z.string(), count: z.int() });

const figures = z.object({
  generations: z.int().describe('That judged by it, of the last 30 days'),
  judged: z.int().describe('Resources, over those generations; so are the next four'),
  matched: z.int(),
  unknown: z.int().describe('Could not be told, as data was missing'),
  errors: z.int(),
  heldBack: z.int().describe('By exemptions'),
  unknownShare: z.number().min(0).max(1).nullable(),
  lastMatchAt: z.string().nullable(),
  open: z.int(),
  decided: z.int().describe('Findings that are in progress, closed, verified or dismissed'),
  dismissed: z.int(),
  dismissedShare: z.number().min(0).max(1).nullable().describe('Of the decided'),
  reasons: z.array(reason).describe('Of dismissals, the most frequent first; three at most'),
  verified: z
    .array(z.object({ currency: z.string(), amount: z.string(), count: z.int() }))
    .describe('Realised savings a month, as measured'),
});

export const ruleHealth = figures.extend({
  rule: z.string(),
  recommends: z.boolean(), // the others only set facts or assert
  isCurrent: z.boolean(), // it stands in the published text
  marks: z.array(ruleMark),
  series: z.array(z.object({ at: z.string(), version: z.int(), matched: z.int() })), // by generation, oldest first
  versions: z.array(figures.omit({ reasons: true, verified: true }).extend({ version: z.int() })), // newest first
});
export type RuleHealth = z.infer<typeof ruleHealth>;

export const ruleSetHealth = z.object({
  since: z.string().nullable(), // 30 days before the last generation; null: there was none
  generations: z.int(),
  rules: z.array(ruleHealth), // in the order of the text, those that left it after them
});
export type RuleSetHealth = z.infer<typeof ruleSetHealth>;

/** A rule of a set that stands out. */
export const markedRule = z.object({ rule: z.string(), mark: ruleMark });
export type MarkedRule = z.infer<typeof markedRule>;
