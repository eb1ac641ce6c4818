import { z } from 'zod';
import { listInput } from '@/lib/core/list';
import { origin, ruleSetDetail } from '@/lib/rules/editing/schema';
import { DOMAINS } from '@/lib/rules/schema';
import { markedRule } from './health/schema';

const RULE_SET_STATES = ['enabled', 'disabled', 'unpublished'] as const;

export const listRuleSetsInput = listInput.extend({
  domain: z.enum(DOMAINS).optional(),
  origin: origin.optional(),
  state: z.enum(RULE_SET_STATES).optional(),
});
export type ListRuleSetsInput = z.infer<typeof listRuleSetsInput>;

const share = z.number().min(0).max(1);

/**
 * A rule set with what it comes to. The shares are null where nothing can be told yet: `unknownShare` is of what the
 * last generation judged, one for each rule and resource; `dismissedShare` of what was found and is not resolved.
 */
export const ruleSetView = z.object({
  id: z.string(), // its slug
  slug: z.string(),
  title: z.string(),
  domain: z.enum(DOMAINS),
  origin,
  state: z.enum(RULE_SET_STATES),
  version: z.int(), // 0: nothing is published yet
  publishedAt: z.iso.datetime().nullable(),
  publishedBy: z.string().nullable(),
  isChangedHere: z.boolean(), // an operator's text stands over the shipped one
  hasNewerShipped: z.boolean(), // and an update has brought a newer shipped text since
  drafts: z.int(),
  live: z.array(z.string()), // connections on which its findings become tickets
  shadow: z.array(z.string()), // and on which they are only shown
  openSavings: z.array(z.object({ currency: z.string(), amount: z.string(), count: z.int() })),
  found: z.int(),
  dismissed: z.int(),
  dismissedShare: share.nullable(),
  matched: z.int().nullable(),
  unknown: z.int().nullable(),
  unknownShare: share.nullable(),
  lastMatchAt: z.iso.datetime().nullable(),
  neverFires: z.array(z.string()), // its rules that the data at hand cannot make true, and why
  marked: z.array(markedRule), // its rules that matched nothing in 30 days, or are mostly dismissed
});
export type RuleSetView = z.infer<typeof ruleSetView>;

export const ruleSetPage = ruleSetDetail.extend({ figures: ruleSetView });
export type RuleSetPage = z.infer<typeof ruleSetPage>;
