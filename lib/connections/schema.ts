import { z } from 'zod';
import { listInput } from '@/lib/core/list';
import { ADDED_KINDS, type ConnectionKind, KINDS } from './kinds.schema';

const connectionKind = z.enum(KINDS);
const addedKind = z.enum(ADDED_KINDS, {
  error: 'jira or library; a CMS is added as a sender: POST /api/senders',
});

const siteUrl = z
  .url({ protocol: /^https?$/, error: 'an address such as https://your-company.atlassian.net' })
  .transform((text) => text.replace(/\/+$/, ''));

const amount = z.string().regex(/^\d{1,12}(\.\d{1,6})?$/, 'an amount such as 25 or 25.50');

/** A database's address names neither user nor password: they stand in `account` and `secret`, the second sealed. */
const databaseUrl = z
  .string()
  .regex(/^postgres(ql)?:\/\/[^/@?#\s]+\/[^/@?#\s]+$/, 'an address such as postgresql://host:5432/database')
  .refine((text) => URL.canParse(text), 'an address such as postgresql://host:5432/database')
  .transform((text) => text.replace(/^postgres:/, 'postgresql:'));

const ADDRESS_OF = { jira: siteUrl, cms: siteUrl, library: databaseUrl };

/** Throws where an address is not one of that kind; gives it in the one form that is kept. */
export function addressOfKind(kind: ConnectionKind, text: string) {
  return ADDRESS_OF[kind].safeParse(text);
}

const shape = z.object({
  kind: addedKind.default('jira'),
  name: z.string().trim().min(1).max(80),
  baseUrl: z.string().trim().max(500), // by the kind: addressOfKind
  account: z.string().trim().min(1).max(200), // the e-mail or the user that signs in
  secret: z.string().min(1).max(4000), // the API token or the password; sealed, never shown again
  isSandbox: z.boolean().default(false),
  requestsPerSecond: z.number().int().min(1).max(100).default(10),
  ticketFloor: amount.default('25'), // a month, in the recommendation's currency
});

/** The address in the form of its kind, or the fault at its place. */
function withAddress<Given extends { kind: ConnectionKind; baseUrl: string }>(
  given: Given,
  context: z.RefinementCtx,
): Given {
  const read = addressOfKind(given.kind, given.baseUrl);
  if (read.success) return { ...given, baseUrl: read.data };
  const message = read.error.issues[0]?.message ?? 'an address';
  context.addIssue({ code: 'custom', path: ['baseUrl'], message });
  return z.NEVER;
}

export const createConnectionInput = shape.transform(withAddress);
export type CreateConnectionInput = z.input<typeof createConnectionInput>;

export const updateConnectionInput = shape
  .pick({
    name: true,
    baseUrl: true,
    account: true,
    secret: true,
    requestsPerSecond: true,
    ticketFloor: true,
  })
  .extend({
    name: z.string().trim().min(1).max(80),
    requestsPerSecond: z.number().int().min(1).max(100),
    ticketFloor: amount,
    enabled: z.boolean(),
  })
  .partial();
export type UpdateConnectionInput = z.input<typeof updateConnectionInput>;

const checkState = z.enum(['ok', 'warn', 'fail', 'skipped']);
export type CheckState = z.infer<typeof checkState>;

/** One thing that a test looked at. `subject` is the project it is about; `fix` says what to do about it. */
export const connectionCheck = z.object({
  check: z.string(),
  subject: z.string().nullable(),
  title: z.string(),
  state: checkState,
  detail: z.string(),
  fix: z.string().nullable(),
});
export type ConnectionCheck = z.infer<typeof connectionCheck>;

export const connectionTest = z.object({
  ok: z.boolean(), // nothing failed; warnings may stand
  detail: z.string(),
  checks: z.array(connectionCheck),
});
export type ConnectionTest = z.infer<typeof connectionTest>;

/** Values that are tried before they are saved; without a secret the one of that connection is used. */
export const tryConnectionInput = shape
  .pick({ baseUrl: true })
  .extend({
    kind: connectionKind.default('jira'),
    account: z.string().trim().max(200).default(''),
    secret: shape.shape.secret.optional(),
    connectionId: z.uuid().optional(),
  })
  .transform(withAddress);
export type TryConnectionInput = z.input<typeof tryConnectionInput>;

export const connectionStanding = z.enum(['failing', 'warned', 'untested', 'working', 'disabled']);
export type ConnectionStanding = z.infer<typeof connectionStanding>;

/** What people see of a connection: never its secret. */
export const connectionView = z.object({
  id: z.string(),
  kind: connectionKind,
  name: z.string(),
  baseUrl: z.string(),
  account: z.string(),
  isSandbox: z.boolean(),
  enabled: z.boolean(),
  requestsPerSecond: z.number(),
  ticketFloor: z.string(),
  standing: connectionStanding,
  lastTestedAt: z.string().nullable(),
  lastTest: connectionTest.nullable(),
  lastReadAt: z.string().nullable(), // when its changes were last read whole
  lastReadError: z.string().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type ConnectionView = z.infer<typeof connectionView>;

/** What hangs on a connection and keeps it from being deleted. */
const connectionUses = z.object({
  routes: z.number(),
  tickets: z.number(),
  effects: z.number(),
  deliveries: z.number().describe('1000 where there are more'),
  syncs: z.number(),
});
export type ConnectionUses = z.infer<typeof connectionUses>;

export const connectionDetail = connectionView.extend({ uses: connectionUses });
export type ConnectionDetail = z.infer<typeof connectionDetail>;

export const listConnectionsInput = listInput.extend({
  standing: connectionStanding.optional(),
  kind: connectionKind.optional(),
});
export type ListConnectionsInput = z.infer<typeof listConnectionsInput>;

/** What a route may be pointed at, as the site lists it. */
export const siteProject = z.object({ key: z.string(), name: z.string() });
export type SiteProject = z.infer<typeof siteProject>;
export const siteIssueType = z.object({ id: z.string(), name: z.string() });
export type SiteIssueType = z.infer<typeof siteIssueType>;
