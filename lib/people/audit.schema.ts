import { z } from 'zod';
import { cleared, listInput, moment, pageOf } from '@/lib/core/list';
import { actor } from './schema';

/** The audit log as people read it. */
export const actorKind = actor.shape.kind;
export type ActorKind = z.infer<typeof actorKind>;

/** Sorts: at. `q` finds the beginning of a name, a part of an action, and whole ids of records, requests and addresses. */
export const listAuditInput = listInput.extend({
  actor: cleared(z.string().trim().max(320)).describe(
    'who did it: an id of a user or token, or a whole name',
  ),
  actorKind: cleared(actorKind),
  action: cleared(z.string().trim().max(100)).describe('what was done, as in user.created'),
  subjectKind: cleared(z.string().trim().max(100)).describe('what it was done to, as in user'),
  subjectId: cleared(z.string().trim().max(300)),
  from: cleared(moment).describe('not before this'),
  to: cleared(moment).describe('before this'),
});
export type ListAuditInput = z.infer<typeof listAuditInput>;

export const auditView = z.object({
  id: z.string(),
  at: z.string(),
  actorKind,
  actorId: z.string().nullable(), // null: the system, or somebody unknown
  actorName: z.string(), // as it was at the time
  action: z.string(),
  subjectKind: z.string(),
  subjectId: z.string(),
  requestId: z.string().nullable(),
  address: z.string().nullable(),
  before: z.json().nullable(), // what held until then; secrets are not in it
  after: z.json().nullable(),
});
export type AuditView = z.infer<typeof auditView>;
export const auditPage = pageOf(auditView);

export const auditPath = z.object({ id: z.string().regex(/^\d{1,18}$/, 'an id is a number') });

/** What the filters offer: each value that the log has. */
export const auditChoices = z.object({
  actors: z.array(z.object({ name: z.string(), kind: actorKind })), // the first 200 by name
  actions: z.array(z.string()),
  subjectKinds: z.array(z.string()),
});
export type AuditChoices = z.infer<typeof auditChoices>;
