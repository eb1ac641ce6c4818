import type { ConnectionTest, ConnectionView } from '@/lib/connections/schema';

export const testExample: ConnectionTest = {
  ok: true,
  detail: 'Signed in as evenkeel@your-company.example; issues can be created in FIN and WEB.',
  checks: [
    {
      check: 'create',
      subject: 'WEB',
      title: 'Create issues',
      state: 'ok',
      detail: 'The account may create a Task in WEB.',
      fix: null,
    },
  ],
};

export const connectionExample: ConnectionView = {
  id: '7e957769-9723-4006-bbd0-f4eaa9eb2b51',
  kind: 'jira',
  name: 'Jira',
  baseUrl: 'https://your-company.atlassian.net',
  account: 'evenkeel@your-company.example',
  isSandbox: false,
  enabled: true,
  requestsPerSecond: 10,
  ticketFloor: '25',
  standing: 'working',
  lastTestedAt: '2026-11-21T09:00:00.000Z',
  lastTest: testExample,
  lastReadAt: '2026-11-21T15:50:01.929Z',
  lastReadError: null,
  createdAt: '2026-10-02T09:00:00.000Z',
  updatedAt: '2026-10-02T09:00:00.000Z',
};
