import { z } from 'zod';
import { cleared, listInput, pageOf } from '@/lib/core/list';
import { LINEAGE_STATUSES } from '../lifecycle';

/** Joining two resources that are one: suggestions, what a join would do, and the joins that were made. */
export const JOIN_REASONS = [
  'region',
  'spelling',
  'provider',
  'regionless',
  'zeros',
  'place',
  'person',
] as const;
export const joinReason = z.enum(JOIN_REASONS);
export type JoinReason = z.infer<typeof joinReason>;

const rowId = z.string().regex(/^\d{1,18}$/, 'an id is a number');

const joinResource = z.object({
  id: z.string(),
  provider: z.string(),
  account: z.string(),
  region: z.string(),
  nativeId: z.string(),
  name: z.string().nullable(),
});
export type JoinResource = z.infer<typeof joinResource>;

export const listDoublesInput = listInput.extend({
  reason: cleared(joinReason.exclude(['person'])),
});
export type ListDoublesInput = z.infer<typeof listDoublesInput>;

const double = z.object({ id: z.string(), kept: joinResource, joined: joinResource, reason: joinReason });
export type Double = z.infer<typeof double>;
export const doublePage = pageOf(double);
export type DoublePage = z.infer<typeof doublePage>;

export const joinPair = z.object({ keptId: rowId, joinedId: rowId });
export type JoinPair = z.infer<typeof joinPair>;

const joinSide = z.object({
  lineageId: z.string(),
  status: z.enum(LINEAGE_STATUSES),
  ticketKey: z.string().nullable(),
});

/** What becomes of one action's recommendations. */
const joinedAction = z.object({
  action: z.string(),
  stays: joinSide, // the older one, as it is after the join
  ends: joinSide.nullable(), // as it is now; null: only one side has it
  standing: z.enum(['ticket', 'dismissal', 'verified', 'none']), // what decides
  duplicate: z.object({ key: z.string(), url: z.string(), isDone: z.boolean() }).nullable(), // the other issue
});
export type JoinedAction = z.infer<typeof joinedAction>;

export const joinPreview = z.object({
  kept: joinResource,
  joined: joinResource,
  reason: joinReason,
  spellings: z.number(), // that come to mean the resource that is kept
  actions: z.array(joinedAction),
  exemptions: z.array(z.object({ id: z.string(), reason: z.string(), until: z.string() })), // of the one joined
  problem: z.string().nullable(), // why they cannot be joined now
});
export type JoinPreview = z.infer<typeof joinPreview>;

export const listJoinsInput = listInput.extend({ state: cleared(z.enum(['joined', 'undone'])) });
export type ListJoinsInput = z.infer<typeof listJoinsInput>;

export const joinView = z.object({
  id: z.string(),
  kept: joinResource,
  joined: joinResource,
  reason: joinReason,
  joinedAt: z.string(),
  joinedBy: z.string(),
  undoneAt: z.string().nullable(),
  undoneBy: z.string().nullable(),
  duplicates: z.array(
    z.object({
      lineageId: z.string(),
      key: z.string(),
      url: z.string(),
      state: z.enum(['waiting', 'closing', 'closed']), // for a confirmation; on its way to the tracker; done there
    }),
  ),
});
export type JoinView = z.infer<typeof joinView>;
export const joinPage = pageOf(joinView);
export type JoinPage = z.infer<typeof joinPage>;

export const joinAllInput = z.object({ reason: joinReason.exclude(['person']) });
