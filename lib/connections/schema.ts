import { z } from 'zod';
import { listInput } from '@/lib/core/list';
import { connectionKind } from './kinds.schema';

const siteUrl = z
  .url({ protocol: /^https?$/, error: 'an address such as https://your-company.atlassian.net' })
  .transform((text) => text.replace(/\/+$/, ''));

const amount = z.string().regex(/^\d{1,12}(\.\d{1,6})?$/, 'an amount such as 25 or 25.50');

export const createConnectionInput = z.object({
  kind: connectionKind.default('jira'),
  name: z.string().trim().min(1).max(80),
  baseUrl: siteUrl,
  account: z.string().trim().min(1).max(200), // the e-mail that signs in
  secret: z.string().min(1).max(4000), // the API token; sealed, never shown again
  isSandbox: z.boolean().default(false),
  requestsPerSecond: z.number().int().min(1).max(100).default(10),
  ticketFloor: amount.default('25'), // a month, in the recommendation's currency
});
export type CreateConnectionInput = z.input<typeof createConnectionInput>;

export const updateConnectionInput = createConnectionInput
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
export const tryConnectionInput = createConnectionInput
  .pick({ kind: true, baseUrl: true, account: true })
  .extend({ secret: createConnectionInput.shape.secret.optional(), connectionId: z.uuid().optional() });
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
const connectionUses = z.object({ routes: z.number(), tickets: z.number(), effects: z.number() });
export type ConnectionUses = z.infer<typeof connectionUses>;

export const connectionDetail = connectionView.extend({ uses: connectionUses });
export type ConnectionDetail = z.infer<typeof connectionDetail>;

export const listConnectionsInput = listInput.extend({ standing: connectionStanding.optional() });
export type ListConnectionsInput = z.infer<typeof listConnectionsInput>;

/** What a route may be pointed at, as the site lists it. */
export const siteProject = z.object({ key: z.string(), name: z.string() });
export type SiteProject = z.infer<typeof siteProject>;
export const siteIssueType = z.object({ id: z.string(), name: z.string() });
export type SiteIssueType = z.infer<typeof siteIssueType>;
