import { nothing, reads } from '@/lib/contract';
import * as audit from '@/lib/people/audit.schema';
import { auditExample } from './audit.examples';

export const listAuditContract = {
  ...reads(
    '/api/audit',
    'Who did what, when and from where, with what it was before and after; the newest first',
    {
      input: audit.listAuditInput,
      response: audit.auditPage,
      example: {
        input: { action: 'recommendation.dismissed', from: '2026-11-21', limit: 1 },
        response: { items: [auditExample], nextCursor: null },
      },
      csv: [
        'id',
        'at',
        'actorKind',
        'actorId',
        'actorName',
        'action',
        'subjectKind',
        'subjectId',
        'address',
        'requestId',
        'before',
        'after',
      ],
    },
  ),
  role: 'admin' as const,
};

export const readAuditChoicesContract = {
  ...reads('/api/audit/choices', 'The people, actions and kinds of record that the audit log has', {
    input: nothing,
    response: audit.auditChoices,
    example: {
      response: {
        actors: [{ name: 'mara@example.com', kind: 'user' }],
        actions: ['recommendation.dismissed'],
        subjectKinds: ['recommendation'],
      },
    },
  }),
  role: 'admin' as const,
};

export const readAuditEventContract = {
  ...reads('/api/audit/{id}', 'One event of the audit log', {
    input: audit.auditPath,
    response: audit.auditView,
    example: { input: { id: '902' }, response: auditExample },
  }),
  role: 'admin' as const,
};
