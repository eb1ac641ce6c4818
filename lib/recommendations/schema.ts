import { z } from 'zod';
import { listInput } from '@/lib/core/list';
import { whyTreeSchema } from '@/lib/rules/schema';
import { ticketView } from '@/lib/tickets/schema';
import { LINEAGE_STATUSES } from './lifecycle';
import { MOST_BY_HAND } from './many.schema';

export const lineageStatus = z.enum(LINEAGE_STATUSES);
export type { LineageStatus } from './lifecycle';

const id = z.string().regex(/^\d{1,18}$/);
const yesNo = z.enum(['true', 'false']).transform((text) => text === 'true');
const flag = z.union([z.boolean(), yesNo]).optional();
const many = <Item extends z.ZodType>(item: Item) =>
  z.preprocess(
    (given) => (given === undefined || Array.isArray(given) ? given : [given]),
    z.array(item).optional(),
  );

/** `quality`: about the data of a sync, which saves nothing; `finops`: everything else. */
const recommendationDomain = z.enum(['finops', 'quality']);

/** What narrows the recommendations down; the same words filter the list, its totals and each figure of Overview. */
export const recommendationFilter = z.object({
  status: many(lineageStatus),
  action: many(z.string().max(100)),
  owner: z.string().max(200).optional(), // "" is the unowned queue
  environment: z.enum(['prod', 'nonprod', 'unknown']).optional(),
  provider: z.string().max(100).optional(),
  account: z.string().max(200).optional(),
  kind: z.string().max(100).optional(),
  domain: recommendationDomain.optional(), // of the rule set
  service: z.string().max(200).optional(),
  set: z.string().max(100).optional(), // a rule set's slug
  currency: z.string().max(10).optional(),
  hasTicket: flag,
  isCovered: flag,
  isExcluded: flag, // another action of the same resource counts in its place
  isRegressed: flag,
  isAtStake: flag, // open or begun, no saving is counted, but an amount stands to be lost
  isWaiting: flag, // open or begun with a saving that counts: each day costs
  needsPerson: flag,
  resourceId: id.optional(),
  ids: many(id).refine((ids) => (ids?.length ?? 0) <= MOST_BY_HAND, `${MOST_BY_HAND} ids at most`), // just these
  q: listInput.shape.q,
});
export type RecommendationFilter = z.infer<typeof recommendationFilter>;
export const listRecommendationsInput = listInput.extend(recommendationFilter.shape);
export type ListRecommendationsInput = z.infer<typeof listRecommendationsInput>;

/** Realised saving, a month; see `realised.ts`. */
export const realisedView = z.object({
  cash: z.string(),
  priceEffect: z.string().nullable(),
  usageEffect: z.string().nullable(),
  freedCommitment: z.string(),
  currency: z.string(),
  possiblyMoved: z.boolean(),
  measuredThrough: z.string(),
});

export const recommendationView = z.object({
  id: z.string(), // of the lineage: its first recommendation
  domain: recommendationDomain,
  action: z.string(),
  status: lineageStatus,
  statusAt: z.string(),
  savings: z.string().nullable(), // a month, as the rule claims it; null: none is counted or it is not known
  countedSavings: z.string().nullable(), // what of it counts in totals: one resource saves no more than it costs
  costOfWaiting: z.string().nullable(), // of an open or begun one: what it has cost since it was first found
  atStake: z.string().nullable(),
  currency: z.string().nullable(),
  resourceId: z.string(),
  provider: z.string(),
  account: z.string(),
  region: z.string(),
  nativeId: z.string(),
  resourceName: z.string().nullable(),
  kind: z.string().nullable(),
  service: z.string().nullable(),
  owner: z.string().nullable(),
  environment: z.string(),
  set: z.string(),
  setTitle: z.string(),
  rule: z.string(),
  reason: z.string(),
  firstFoundAt: z.string(),
  lastFoundAt: z.string(),
  isCovered: z.boolean(),
  notCoveredReason: z.string().nullable(),
  isRegressed: z.boolean(),
  excludedBy: z.string().nullable(),
  waitReason: z.string().nullable(), // why there is no ticket yet
  needsPerson: z.string().nullable(),
  ticketId: z.string().nullable(),
  ticketKey: z.string().nullable(),
  ticketUrl: z.string().nullable(),
  ticketStatus: z.string().nullable(),
  realised: realisedView.nullable(), // of a verified one, once its days are settled
});
export type RecommendationView = z.infer<typeof recommendationView>;

/** A ticket with what its recommendation would save a month, or has saved. */
export const ticketMapView = ticketView.extend({
  recommendationStatus: lineageStatus.nullable(),
  saving: z.string().nullable(), // null: none is counted, it is not known, or the ticket is no recommendation's
  currency: z.string().nullable(),
  realised: realisedView.nullable(),
});
export type TicketMapView = z.infer<typeof ticketMapView>;

/** What a filtered list comes to; what another action of the same resource stands for is not in the sums. */
export const recommendationTotals = z.object({
  count: z.number(),
  excluded: z.number(),
  savings: z.array(z.object({ currency: z.string(), amount: z.string(), count: z.number() })),
  realised: z.array(z.object({ currency: z.string(), amount: z.string(), count: z.number() })), // of the verified
  costOfWaiting: z.array(z.object({ currency: z.string(), amount: z.string(), count: z.number() })), // with isWaiting
  atStake: z.array(z.object({ currency: z.string(), amount: z.string(), count: z.number() })), // with isAtStake
});
export type RecommendationTotals = z.infer<typeof recommendationTotals>;

/** The values that the filters can take, with how many rows each has. */
const choice = z.object({ value: z.string(), label: z.string(), count: z.number() });
export const recommendationChoices = z.object({
  action: z.array(choice),
  owner: z.array(choice),
  account: z.array(choice),
  kind: z.array(choice),
  set: z.array(choice),
});
export type RecommendationChoices = z.infer<typeof recommendationChoices>;

export const recommendationDetail = recommendationView.extend({
  dismissedBy: z.string().nullable(),
  dismissedReason: z.string().nullable(),
  dismissedUntil: z.string().nullable(),
  effort: z.string().nullable(),
  risk: z.string().nullable(),
  target: z.string().nullable(),
  cashCost: z.string().nullable(), // of the resource a month: all that is found on it saves no more
  countedLess: z.object({ words: z.string(), by: z.string().nullable() }).nullable(), // why; by: the recommendation that counts in its place
  freedCommitment: z.string().nullable(), // a month, beside the cash: what a commitment no longer spends on it
  clampedFrom: z.string().nullable(), // what the rule claimed, where that is more than the resource costs
  savingsUnknown: z.array(z.string()), // what was missing to know the saving
  ruleVersion: z.number(),
  rationale: z.string(),
  why: whyTreeSchema.nullable(),
  sources: z.array(z.object({ id: z.string(), name: z.string() })), // that the match rests on
  facts: z.array(
    z.object({
      name: z.string(),
      value: z.json(),
      money: z.string().nullable(), // the exact amount
      source: z.string(),
      dataThrough: z.string().nullable(),
    }),
  ),
  rivals: z.array(
    z.object({ id: z.string(), action: z.string(), status: lineageStatus, savings: z.string().nullable() }),
  ),
  events: z.array(
    z.object({
      at: z.string(),
      event: z.string(),
      from: lineageStatus.nullable(),
      to: lineageStatus,
      detail: z.string().nullable(),
      actor: z.string(),
    }),
  ),
  generations: z.array(
    z.object({
      recommendationId: z.string(),
      generationId: z.string(),
      at: z.string(),
      savings: z.string().nullable(),
      currency: z.string().nullable(),
      set: z.string(),
      version: z.number(),
      rule: z.string(),
      reason: z.string(),
    }),
  ),
  costs: z.object({
    currency: z.string().nullable(),
    days: z.array(z.object({ day: z.string(), cash: z.string(), committed: z.string() })),
    marks: z.array(z.object({ at: z.string(), label: z.string() })), // what its ticket did
  }),
});
export type RecommendationDetail = z.infer<typeof recommendationDetail>;

const figure = z.object({ currency: z.string(), amount: z.string(), count: z.number() });

export const savingsFigures = z.object({
  open: z.array(figure),
  inProgress: z.array(figure),
  closedUnverified: z.array(figure),
  verified: z.array(figure.extend({ claimed: z.string(), pending: z.number() })), // amount is realised cash
  atStake: z.array(figure), // of open findings without a counted saving
});

export const overview = z.object({
  dataThrough: z.string().nullable(), // D of the bill that reaches least far
  lastGenerationAt: z.string().nullable(),
  lastGenerationId: z.string().nullable(),
  isGenerationOverdue: z.boolean(), // none recorded for more than eight days
  generationState: z.string().nullable(), // of the newest one, which may still be made
  monthCost: z.array(figure), // EffectiveCost of the charges in the 30 settled days of each bill; count: charges
  costDays: z.array(
    z.object({ sourceId: z.string(), source: z.string(), from: z.string(), through: z.string() }),
  ), // those days, by source: from, and the day after the last
  spendCovered: z.array(z.object({ currency: z.string(), share: z.number() })), // 0–1, by cost in wholly read accounts
  savings: savingsFigures,
  realisationRate: z.array(z.object({ currency: z.string(), rate: z.number() })), // realised ÷ claimed, of the measured
  costOfWaiting: z.array(figure), // what the open and started ones have cost since they were first found
  verifiedByMonth: z.array(
    z.object({ month: z.string(), currency: z.string(), amount: z.string(), count: z.number() }),
  ),
  boards: z.array(
    z.object({
      owner: z.string().nullable(),
      currency: z.string().nullable(),
      open: z.number(),
      inProgress: z.number(),
      closed: z.number(),
      savings: z.string(),
    }),
  ),
  needsPerson: z.array(z.object({ id: z.string(), what: z.string(), reason: z.string(), since: z.string() })),
  needsPersonCount: z.number(),
  waitingDeliveries: z.array(
    z.object({ sourceId: z.string(), what: z.string(), reason: z.string(), since: z.string() }),
  ), // the twenty that wait longest for an answer
  notCovered: z.array(z.object({ reason: z.string(), count: z.number() })),
  neverFires: z.array(z.string()),
  shadowed: z.number(), // open findings whose rule set makes no tickets yet
});
export type Overview = z.infer<typeof overview>;

export const dismissInput = z.object({
  id,
  reason: z.string().trim().min(3, 'say why, in a few words').max(500),
  until: z.iso.datetime({ offset: true }).optional(), // a snooze; without it, for good
});
export const reopenInput = z.object({ id, reason: z.string().trim().min(1).max(500).optional() });
/** An issue that people opened themselves, to be a recommendation's ticket. */
export const adoptTicketInput = z.object({
  id: z.string().regex(/^\d{1,18}$/, 'the id of a recommendation'),
  connectionId: z.uuid(),
  issueKey: z.string().trim().min(1).max(100),
});

export const recommendationIdInput = z.object({ id });

/** Many at once: those with these ids, or all that fit a filter, the empty one too. */
const chosen = z.object({
  ids: z.array(id).min(1).max(MOST_BY_HAND).optional(),
  filter: recommendationFilter.optional(),
});
const ONE_OF = 'say which, by one of ids and filter';
export const dismissManyInput = chosen
  .extend(dismissInput.omit({ id: true }).shape)
  .refine(({ ids, filter }) => (ids === undefined) !== (filter === undefined), ONE_OF);
/** `batchId`: what that dismissal of many did is taken back. */
export const reopenManyInput = chosen
  .extend({ batchId: z.uuid().optional(), reason: reopenInput.shape.reason })
  .refine(
    ({ ids, filter, batchId }) => [ids, filter, batchId].filter((given) => given !== undefined).length === 1,
    'say which, by one of ids, filter and batchId',
  );
export type ChosenMany = z.infer<typeof chosen> & { batchId?: string };

export const batchDeed = z.enum(['dismiss', 'reopen']);
export type BatchDeed = z.infer<typeof batchDeed>;

/** What became of a decision about many. Few are decided before the answer; many by a run, which `runId` names. */
export const batchView = z.object({
  id: z.string(),
  deed: batchDeed,
  state: z.enum(['done', 'running', 'stopped']), // stopped: its run was cancelled or failed, and can be resumed
  total: z.number(),
  done: z.number(),
  left: z.number(),
  skipped: z.array(z.object({ why: z.string(), count: z.number() })),
  runId: z.string().nullable(),
});
export type BatchView = z.infer<typeof batchView>;
