import { z } from 'zod';
import { cleared, listInput, moment } from '@/lib/core/list';

/** How a sender speaks: bare (no signature, no id, no time), or signed as Standard Webhooks says. */
export const senderKind = z.enum(['bare', 'standard']);
export type SenderKind = z.infer<typeof senderKind>;

export const deliveryKind = z.enum(['webhook', 'pull', 'release', 'edit', 'newest']);
export type DeliveryKind = z.infer<typeof deliveryKind>;
export const deliveryState = z.enum(['pending', 'waiting', 'done', 'refused', 'dead', 'skipped']);
export type DeliveryState = z.infer<typeof deliveryState>;
export const deliveryOutcome = z.enum(['applied', 'unchanged', 'held', 'partly']);
export type DeliveryOutcome = z.infer<typeof deliveryOutcome>;

/** Values of the library's columns travel as canonical text: lib/catalog/canonical. */
export const columnValue = z.string().nullable();
export const fieldChange = z.object({ field: z.string(), from: columnValue, to: columnValue });
export type FieldChange = z.infer<typeof fieldChange>;

/** What a rule did that held nothing back: a value it mended, or a remark. */
export const deliveryNote = z.object({
  rule: z.string(),
  kind: z.enum(['fix', 'note']),
  field: z.string().nullable(),
  detail: z.string(),
});
export type DeliveryNote = z.infer<typeof deliveryNote>;

/** A list where a sender can be read: `items` is the path of the array in the answer; a page number counts from 1. */
export const pullSettings = z.object({
  path: z.string().startsWith('/').max(500).describe('Of the list, on the sender’s address'),
  items: z
    .string()
    .max(200)
    .default('')
    .describe('Where the array stands in the answer; empty: it is the answer'),
  sinceParam: z.string().max(80).describe('Asks for what was updated since'),
  updatedField: z.string().max(200).describe('Of a record: when it was updated, as ISO 8601'),
  pageParam: z.string().max(80).default('page'),
  pageSizeParam: z.string().max(80).default('limit'),
  pageSize: z.number().int().min(1).max(1000).default(200),
});
export type PullSettings = z.infer<typeof pullSettings>;

/** What a header may hold; it goes to the sender's own address and is never shown again. */
export const pullAuthorization = z
  .string()
  .trim()
  .min(1)
  .max(4_000)
  .regex(/^[\x20-\x7e]+$/, 'plain characters only, as they stand in the header')
  .describe('The whole Authorization header that the list wants, such as “Bearer …”');
/** Null takes it away. */
export const setPullAuthorizationInput = z.object({ authorization: pullAuthorization.nullable() });

/** Who posts to us, as people see it. The token and the signing secret are shown once, where they are made. */
export const senderView = z.object({
  connectionId: z.string(),
  connectionName: z.string(),
  baseUrl: z.string(),
  isSandbox: z.boolean(),
  enabled: z.boolean(),
  kind: senderKind,
  keyField: z.string(),
  endpoint: z.string().describe('The address to post to, its token left out'),
  attachedAt: z.string().nullable(),
  attachError: z.string().nullable(),
  lastArrivalAt: z.string().nullable(),
  paceMs: z.number().nullable().describe('The usual gap between two arrivals'),
  staleSince: z.string().nullable().describe('What came since then may be lost'),
  tokenRotatedAt: z.string(),
  canPull: z.boolean(),
  pulledAt: z.string().nullable(),
  hasPullAuthorization: z.boolean().describe('Its list is asked for with an Authorization header'),
  wrongTokens: z.number().describe('Arrivals with a wrong token in the last 7 days'),
});
export type SenderView = z.infer<typeof senderView>;

export const createSenderInput = z.object({
  name: z.string().trim().min(1).max(80),
  baseUrl: z.url({ protocol: /^https?$/, error: 'an address such as https://cms.example.com' }),
  kind: senderKind.default('bare'),
  keyField: z.string().trim().min(1).max(200).describe('Where the key stands in a body'),
  pull: pullSettings.nullable().default(null),
  pullAuthorization: pullAuthorization.nullable().default(null),
  isSandbox: z.boolean().default(false),
});
export type CreateSenderInput = z.input<typeof createSenderInput>;

/** What is shown once: the whole address, and of a signed sender the secret it signs with. */
export const senderSecrets = z.object({
  connectionId: z.string(),
  endpoint: z.string(),
  signingSecret: z.string().nullable(),
});
export type SenderSecrets = z.infer<typeof senderSecrets>;

export const deliveryView = z.object({
  id: z.string(),
  senderId: z.string(),
  senderName: z.string(),
  kind: deliveryKind,
  key: z.string().nullable(),
  seq: z.string().nullable(),
  receivedAt: z.string(),
  size: z.number(),
  state: deliveryState,
  outcome: deliveryOutcome.nullable(),
  reason: z.string().nullable(),
  attempts: z.number(),
  fieldNames: z.array(z.string()),
  settledAt: z.string().nullable(),
  repeatsId: z.string().nullable(),
  originId: z.string().nullable(),
  requestedBy: z.string().nullable(),
});
export type DeliveryView = z.infer<typeof deliveryView>;

export const deliveryDetail = deliveryView.extend({
  body: z.string().describe('As text; bytes that are no UTF-8 are shown as U+FFFD'),
  isCut: z.boolean().describe('More was sent than is kept'),
  sha256: z.string(),
  headers: z.record(z.string(), z.string()),
  messageId: z.string().nullable(),
  sentAt: z.string().nullable(),
  writes: z.array(fieldChange),
  notes: z.array(deliveryNote),
  blocks: z.number().describe('Deliveries of the same key that wait behind this one'),
  quarantine: z.array(z.object({ id: z.string(), state: z.string() })),
});
export type DeliveryDetail = z.infer<typeof deliveryDetail>;

export const deliveryFilter = z.object({
  senderId: cleared(z.uuid()),
  state: cleared(deliveryState),
  outcome: cleared(deliveryOutcome),
  kind: cleared(deliveryKind),
  key: cleared(z.string().max(500)),
  since: cleared(moment),
  until: cleared(moment),
});
export type DeliveryFilter = z.infer<typeof deliveryFilter>;
export const listDeliveriesInput = listInput.extend(deliveryFilter.shape);
export type ListDeliveriesInput = z.infer<typeof listDeliveriesInput>;

/** What stands above the deliveries. `arrivals` is by the minute over the last hour, oldest first. */
export const deliveriesSummary = z.object({
  byState: z.array(z.object({ state: deliveryState, count: z.number() })),
  blockedKeys: z.number(),
  arrivals: z.array(z.object({ at: z.string(), count: z.number() })),
  oldestPendingAt: z.string().nullable(),
});
export type DeliveriesSummary = z.infer<typeof deliveriesSummary>;

/** Which deliveries: by id, or all of a filter. */
export const deliveryChoice = z.object({
  ids: z
    .array(z.string().regex(/^\d{1,19}$/))
    .max(1000)
    .optional(),
  filter: deliveryFilter.optional(),
});
export type DeliveryChoice = z.infer<typeof deliveryChoice>;

/** replay: in its own place in the order, sets only what is older; newest: as if it came now. */
export const replayMode = z.enum(['replay', 'newest']);
export const replayInput = deliveryChoice.extend({ mode: replayMode.default('replay') });
export type ReplayInput = z.infer<typeof replayInput>;

/** What a person does about a dead delivery: pass over it, or send a corrected body in its place. */
export const settleDeadInput = z.discriminatedUnion('deed', [
  z.object({ deed: z.literal('skip'), note: z.string().trim().min(1).max(500) }),
  z.object({
    deed: z.literal('edit'),
    body: z.string().min(1).max(262_144),
    note: z.string().trim().min(1).max(500),
  }),
]);
export type SettleDead = z.infer<typeof settleDeadInput>;
