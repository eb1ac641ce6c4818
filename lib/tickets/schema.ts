import { z } from 'zod';
import { listInput } from '@/lib/core/list';
import { effectDetail, effectState } from '@/lib/effects/schema';

export const statusCategory = z.enum(['new', 'indeterminate', 'done']);
export type StatusCategory = z.infer<typeof statusCategory>;

export const syncState = z.enum(['in_sync', 'ours_ahead', 'conflict', 'unreadable', 'deleted']);
export type SyncState = z.infer<typeof syncState>;

/** What a ticket is to say about a recommendation. */
const ticketContent = z.object({
  summary: z.string(),
  action: z.string(),
  resource: z.object({
    provider: z.string(),
    account: z.string(),
    region: z.string(),
    nativeId: z.string(),
    name: z.string().nullable(),
  }),
  savings: z.string().nullable(), // a month, exact
  currency: z.string().nullable(),
  reason: z.string(), // why, in one sentence
  facts: z.array(z.object({ label: z.string(), value: z.string() })),
  ruleTitle: z.string(),
  rationale: z.string(),
  links: z.array(z.object({ label: z.string(), url: z.string() })),
});
export type TicketContent = z.infer<typeof ticketContent>;

/** What a lineage wants of its tracker. `sequence` makes the deed's key: the incarnation of a create, else a deed id. */
export type TicketWish = {
  lineageId: string;
  deed: 'create' | 'reopen' | 'comment' | 'close';
  sequence: string;
  ticketId?: string; // of all but create
  owner: string | null;
  content: TicketContent;
};

/** What the tracker's side did. `at` is by the tracker's clock. */
export type TicketChange = {
  ticketId: string;
  at: Date;
  kind: 'moved' | 'deleted' | 'restored';
  from?: StatusCategory;
  to?: StatusCategory;
  resolution: string | null;
  isWontDo: boolean;
};

const fields = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
export const fieldsShape = fields;

export const ticketView = z.object({
  id: z.string(),
  connectionId: z.string(),
  connectionName: z.string(),
  key: z.string(),
  url: z.string(),
  summary: z.string(),
  owner: z.string().nullable(),
  projectKey: z.string(),
  status: z.string(),
  statusCategory,
  resolution: z.string().nullable(),
  assignee: z.string().nullable(),
  syncState,
  ours: fields,
  theirs: fields,
  agreed: fields,
  agreedAt: z.string().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
  seenAt: z.string(),
  closedAt: z.string().nullable(),
  deletedAt: z.string().nullable(),
  lineageId: z.string().nullable(), // from the effect that opened it
});
export type TicketView = z.infer<typeof ticketView>;

export const ticketDetail = ticketView.extend({
  drift: z.array(
    z.object({
      field: z.string(),
      ours: z.string().nullable(),
      theirs: z.string().nullable(),
      agreed: z.string().nullable(),
      verdict: z.enum(['agree', 'ours_ahead', 'theirs_ahead', 'conflict']),
    }),
  ),
  moves: z.array(
    z.object({
      at: z.string(),
      fromStatus: z.string().nullable(),
      toStatus: z.string(),
      toCategory: statusCategory,
    }),
  ),
  effects: z.array(effectDetail),
});
export type TicketDetail = z.infer<typeof ticketDetail>;

export const listTicketsInput = listInput.extend({
  syncState: syncState.optional(),
  connectionId: z.uuid().optional(),
  owner: z.string().max(200).optional(),
  projectKey: z.string().max(100).optional(),
  statusCategory: statusCategory.optional(),
});
export type ListTicketsInput = z.infer<typeof listTicketsInput>;

/** What stands above the tickets: how many of each state, and what waits for a person. */
export const ticketsSummary = z.object({
  bySyncState: z.array(z.object({ syncState, count: z.number() })),
  effects: z.array(z.object({ state: effectState, count: z.number() })),
  connections: z.array(
    z.object({
      connectionId: z.string(),
      name: z.string(),
      isSandbox: z.boolean(),
      lastSuccessAt: z.string().nullable(),
      lastError: z.string().nullable(),
      unreadable: z.number(),
    }),
  ),
});
export type TicketsSummary = z.infer<typeof ticketsSummary>;

/** What each distribution of a run did outside, by the state that it is in now. */
export const runEffects = z.object({
  items: z.array(
    z.object({
      job: z.string(),
      connectionId: z.string(),
      states: z.array(z.object({ state: effectState, count: z.number() })),
    }),
  ),
});
export type RunEffects = z.infer<typeof runEffects>;

export const effectAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('link'), issueKey: z.string().trim().min(1).max(100) }),
  z.object({ kind: z.literal('create_anyway') }), // of a rejected one: send again, made anew
]);
export type EffectAnswer = z.infer<typeof effectAnswer>;

const projectKey = z.string().trim().min(1).max(100);

export const routeInput = z.object({
  owner: z.string().trim().min(1).max(200).nullable(), // null: the default, where the unowned queue goes too
  connectionId: z.uuid(),
  projectKey,
  issueType: z.string().trim().min(1).max(100).default('Task'),
  assignee: z.string().trim().min(1).max(200).nullable().default(null), // accountId
  weeklyCap: z.number().int().min(0).max(100_000).default(50),
});
export type RouteInput = z.input<typeof routeInput>;

export const routeView = z.object({
  id: z.string(),
  owner: z.string().nullable(),
  connectionId: z.string(),
  projectKey: z.string(),
  issueType: z.string(),
  assignee: z.string().nullable(),
  weeklyCap: z.number(),
});
export type RouteView = z.infer<typeof routeView>;

export const accountOwner = z.object({
  provider: z.string().trim().min(1).max(100),
  account: z.string().trim().min(1).max(200),
  owner: z.string().trim().min(1).max(200),
});
export type AccountOwnerView = z.infer<typeof accountOwner>;

/** A route with the connection it goes to. */
export const routeRow = routeView.extend({ connectionName: z.string(), connectionEnabled: z.boolean() });
export type RouteRow = z.infer<typeof routeRow>;
export const listRoutesInput = listInput;

/** An account owner as a list has it; its id is what a page calls it by. */
export const accountOwnerRow = accountOwner.extend({ id: z.string() });
export type AccountOwnerRow = z.infer<typeof accountOwnerRow>;
export const listAccountOwnersInput = listInput.extend({
  provider: z.string().max(100).optional(),
  account: z.string().max(200).optional(),
});
export type ListAccountOwnersInput = z.infer<typeof listAccountOwnersInput>;

export const ownerBasis = z.enum(['given', 'tag', 'account', 'nobody']);
export type OwnerBasis = z.infer<typeof ownerBasis>;
export const routeVia = z.enum(['own', 'default', 'none']);
export type RouteVia = z.infer<typeof routeVia>;
