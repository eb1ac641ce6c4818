import { parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { type ListUrl, listUrl } from '@/components/ui/list-url';

const KINDS = ['user', 'token', 'system'] as const;

/** The fields are those of the API's filter, so that other pages can open what they are about by a link. */
export const auditUrl = {
  ...listUrl,
  actor: parseAsString,
  actorKind: parseAsStringLiteral(KINDS),
  action: parseAsString,
  subjectKind: parseAsString,
  subjectId: parseAsString,
  from: parseAsString, // moments, so that a link means the same to everybody; the fields show them as days
  to: parseAsString,
};

export type AuditUrl = ListUrl & {
  actor: string | null;
  actorKind: (typeof KINDS)[number] | null;
  action: string | null;
  subjectKind: string | null;
  subjectId: string | null;
  from: string | null;
  to: string | null;
};

/** The newest first. */
export const AUDIT_SORT = '-at';
