import { z } from 'zod';

const connectionKind = z.enum(['jira']);

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
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type ConnectionView = z.infer<typeof connectionView>;

export const connectionTest = z.object({ ok: z.boolean(), detail: z.string() });
export type ConnectionTest = z.infer<typeof connectionTest>;
