import type { RouteRow, RouteView } from '@/lib/tickets/schema';

export const routeExample: RouteView = {
  id: '2',
  owner: 'web',
  connectionId: '7e957769-9723-4006-bbd0-f4eaa9eb2b51',
  projectKey: 'WEB',
  issueType: 'Task',
  assignee: null,
  weeklyCap: 20,
};

export const routeRowExample: RouteRow = { ...routeExample, connectionName: 'Jira', connectionEnabled: true };
