import { z } from 'zod';
import { cleared, listInput } from '@/lib/core/list';

/** What is said and asked of exemptions: things that are not to be found until a day, whatever the rules say. */

const id = z.string().regex(/^\d{1,18}$/, 'the id of an exemption');
const word = z.string().trim().min(1).max(200);

/** What is exempted. A tag without a value: whatever it says. Keys of tags are in lower case. */
export const exempted = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('resource'),
    resourceId: z.string().regex(/^\d{1,18}$/, 'the id of a resource'),
  }),
  z.object({ kind: z.literal('account'), provider: word, account: word }),
  z.object({
    kind: z.literal('tag'),
    key: word,
    value: z.string().trim().max(300).nullable().optional(),
  }),
]);
export type Exempted = z.infer<typeof exempted>;

/** Of which findings: of one rule set or of all, of one action or of all. */
export const exemptionScope = z.object({
  what: exempted,
  ruleSet: z.string().max(100).nullable().optional().describe('Its slug; without it, every rule set'),
  action: z.string().trim().min(1).max(100).nullable().optional().describe('Without it, every action'),
});
export type ExemptionScope = z.infer<typeof exemptionScope>;

const until = z.iso.datetime({ offset: true }).describe('At most two years ahead');
const reason = z.string().trim().min(3, 'say why, in a few words').max(500);

export const createExemptionInput = exemptionScope.extend({ until, reason });
export type CreateExemptionInput = z.infer<typeof createExemptionInput>;

export const exemptionIdInput = z.object({ id });
export const extendExemptionInput = z.object({ id, until });
export const endExemptionInput = z.object({ id, note: z.string().trim().max(500).optional() });

/** `expiring`: in force, for two weeks at most. `over`: ended by a person, or its day has passed. */
const EXEMPTION_STATES = ['in_force', 'expiring', 'over'] as const;

export const listExemptionsInput = listInput.extend({
  state: cleared(z.enum(EXEMPTION_STATES)),
  kind: cleared(z.enum(['resource', 'account', 'tag'])),
  set: cleared(z.string().max(100)).describe('Those that hold for this rule set, the ones for all sets too'),
  account: cleared(z.string().max(200)).describe('Those of this account, and of resources in it'),
  owner: cleared(z.string().max(200)),
});
export type ListExemptionsInput = z.infer<typeof listExemptionsInput>;

export const exemptionView = z.object({
  id: z.string(),
  kind: z.enum(['resource', 'account', 'tag']),
  resourceId: z.string().nullable(),
  resourceName: z.string().nullable(),
  provider: z.string().nullable(), // of the account, or of the resource
  account: z.string().nullable(),
  tagKey: z.string().nullable(),
  tagValue: z.string().nullable(),
  ruleSet: z.string().nullable(), // null: every set
  ruleSetTitle: z.string().nullable(),
  action: z.string().nullable(), // null: every action
  owner: z.string().nullable(), // whose the resource or the account is, or whom the tag names
  until: z.string(),
  reason: z.string(),
  state: z.enum(['in_force', 'ended', 'expired']),
  createdAt: z.string(),
  createdBy: z.string(),
  endedAt: z.string().nullable(),
  endedBy: z.string().nullable(),
  endedNote: z.string().nullable(),
  heldBack: z.number(), // findings, in the last generation
});
export type ExemptionView = z.infer<typeof exemptionView>;

/** What it would come to, as far as the last generation knows. */
export const exemptionPreview = z.object({
  resources: z.number(),
  open: z.number(), // recommendations that are open, in progress or closed
  withTicket: z.number(), // of them
});
export type ExemptionPreview = z.infer<typeof exemptionPreview>;

export const exemptionSummary = z.object({
  inForce: z.number(),
  expiring: z.number(),
  over: z.number(),
  newest: z
    .number()
    .describe('Changes to exemptions since the last generation began, which it knows nothing of'),
  heldBack: z.number().describe('Findings that the last generation held back'),
  lastGenerationAt: z.string().nullable(),
  owners: z.array(z.string()),
  accounts: z.array(z.string()),
});
export type ExemptionSummary = z.infer<typeof exemptionSummary>;
