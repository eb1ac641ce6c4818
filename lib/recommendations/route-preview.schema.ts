import { z } from 'zod';
import { ownerBasis, routeRow, routeVia } from '@/lib/tickets/schema';

/** What “where would this go?” is asked about: a resource that we know, an owner, or tags and an account. */
export const previewRouteInput = z.object({
  resourceId: z
    .string()
    .regex(/^\d{1,18}$/, 'the id of a resource')
    .optional(),
  owner: z.string().trim().max(200).optional(),
  tags: z.record(z.string().max(200), z.string().max(500)).optional(),
  provider: z.string().trim().max(100).optional(),
  account: z.string().trim().max(200).optional(),
});
export type PreviewRouteInput = z.infer<typeof previewRouteInput>;

export const routePreview = z.object({
  resource: z
    .object({ id: z.string(), name: z.string(), provider: z.string(), account: z.string() })
    .nullable(),
  owner: z.string().nullable(),
  by: ownerBasis,
  tag: z.string().nullable(),
  route: routeRow.nullable(), // null: it waits in the unowned queue
  via: routeVia,
  sentence: z.string(),
  steps: z.array(z.string()),
});
export type RoutePreview = z.infer<typeof routePreview>;

/** An owner whose findings go the default way, or nowhere. */
export const unroutedOwner = z.object({
  owner: z.string().nullable(),
  recommendations: z.number(),
  savings: z.array(z.object({ currency: z.string(), amount: z.string() })),
  goesTo: z.string().nullable(), // what the default route says
});
export type UnroutedOwner = z.infer<typeof unroutedOwner>;
