import type { AuditView } from '@/lib/people/audit.schema';

export const auditExample: AuditView = {
  id: '902',
  at: '2026-11-21T15:20:00.000Z',
  actorKind: 'user',
  actorId: '8d1f1c2e-6a0b-4b57-9d5c-3f6c1f7a9b20',
  actorName: 'mara@example.com',
  action: 'recommendation.dismissed',
  subjectKind: 'recommendation',
  subjectId: '7',
  requestId: '3f1c2ab4-5d0e-4c1b-9f57-2f6f0b9d7e21',
  address: '203.0.113.7',
  before: { status: 'open' },
  after: { status: 'dismissed', reason: 'Kept for the migration in December' },
};
