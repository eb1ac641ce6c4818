import type { EffectDetail, EffectView } from '@/lib/effects/schema';
import type { TicketDetail, TicketsSummary, TicketView } from '@/lib/tickets/schema';

export const ticketExample: TicketView = {
  id: '1',
  connectionId: '7e957769-9723-4006-bbd0-f4eaa9eb2b51',
  connectionName: 'Jira',
  key: 'WEB-1',
  url: 'https://your-company.atlassian.net/browse/WEB-1',
  summary: 'Resize billing-instance-00086 (411100000001)',
  owner: 'web',
  projectKey: 'WEB',
  status: 'In Progress',
  statusCategory: 'indeterminate',
  resolution: null,
  assignee: '5b10a2844c20165700ede21d',
  syncState: 'in_sync',
  ours: { status: 'open', summary: 'Resize billing-instance-00086 (411100000001)' },
  theirs: { status: 'open', summary: 'Resize billing-instance-00086 (411100000001)' },
  agreed: { status: 'open', summary: 'Resize billing-instance-00086 (411100000001)' },
  agreedAt: '2026-10-21T15:00:00.000Z',
  createdAt: '2026-10-03T15:00:00.000Z',
  updatedAt: '2026-10-21T15:00:00.000Z',
  seenAt: '2026-11-21T15:25:38.977Z',
  closedAt: null,
  deletedAt: null,
  lineageId: '1',
};

export const effectExample: EffectView = {
  id: '1',
  key: 'ticket.create:1:1',
  kind: 'ticket.create',
  subject: 'lineage:1',
  connectionId: '7e957769-9723-4006-bbd0-f4eaa9eb2b51',
  state: 'confirmed',
  payload: { lineageId: '1', projectKey: 'WEB', owner: 'web' },
  frozen: true,
  attempts: 1,
  leaseUntil: null,
  notBefore: null,
  uncertainSince: null,
  horizonAt: null,
  lookedUpAt: null,
  result: { key: 'WEB-1', externalId: '10001', status: 'To Do' },
  error: null,
  createdAt: '2026-11-21T15:25:30.824Z',
  settledAt: '2026-11-21T15:25:30.912Z',
};

export const effectDetailExample: EffectDetail = {
  ...effectExample,
  history: [
    {
      id: '1',
      deed: 'send',
      startedAt: '2026-11-21T15:25:30.845Z',
      endedAt: '2026-11-21T15:25:30.917Z',
      outcome: 'confirmed',
      status: 201,
      detail: null,
    },
  ],
};

export const ticketDetailExample: TicketDetail = {
  ...ticketExample,
  drift: [{ field: 'status', ours: 'open', theirs: 'open', agreed: 'open', verdict: 'agree' }],
  moves: [
    {
      at: '2026-10-21T15:00:00.000Z',
      fromStatus: 'To Do',
      toStatus: 'In Progress',
      toCategory: 'indeterminate',
    },
  ],
  effects: [effectDetailExample],
};

export const ticketsSummaryExample: TicketsSummary = {
  bySyncState: [{ syncState: 'in_sync', count: 43 }],
  effects: [{ state: 'confirmed', count: 67 }],
  connections: [
    {
      connectionId: '7e957769-9723-4006-bbd0-f4eaa9eb2b51',
      name: 'Jira',
      isSandbox: true,
      lastSuccessAt: '2026-11-21T15:50:01.929Z',
      lastError: null,
      unreadable: 0,
    },
  ],
};
