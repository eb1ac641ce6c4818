import { z } from 'zod';
import * as connections from '@/lib/connections/schema';
import { reads, writes } from '@/lib/contract';
import { pageOf } from '@/lib/core/list';
import * as examples from './connections.examples';

const connectionPath = z.object({ id: z.uuid() });

export const listConnectionsContract = reads(
  '/api/connections',
  'The systems we work with, the failing ones first; secrets never leave',
  {
    input: connections.listConnectionsInput,
    response: pageOf(connections.connectionView),
    csv: [
      'id',
      'name',
      'kind',
      'baseUrl',
      'account',
      'standing',
      'enabled',
      'isSandbox',
      'ticketFloor',
      'requestsPerSecond',
      'lastTestedAt',
      'lastReadAt',
      'lastReadError',
      'createdAt',
      'updatedAt',
    ],
    example: {
      input: { standing: 'working' },
      response: { items: [examples.connectionExample], nextCursor: null },
    },
  },
);
export const readConnectionContract = reads(
  '/api/connections/{id}',
  'One connection, its last test and what hangs on it',
  {
    input: connectionPath,
    response: connections.connectionDetail,
    example: {
      input: { id: '7e957769-9723-4006-bbd0-f4eaa9eb2b51' },
      response: {
        ...examples.connectionExample,
        uses: { routes: 2, tickets: 43, effects: 67, deliveries: 0, syncs: 0 },
      },
    },
  },
);
export const createConnectionContract = writes(
  'admin',
  '/api/connections',
  'Add a tracker or a library database; its secret is sealed',
  {
    input: connections.createConnectionInput,
    response: connections.connectionView,
    status: 201,
    example: {
      input: {
        name: 'Jira',
        baseUrl: 'https://your-company.atlassian.net',
        account: 'evenkeel@your-company.example',
        secret: 'the API token',
      },
      response: {
        ...examples.connectionExample,
        standing: 'untested',
        lastTestedAt: null,
        lastTest: null,
        lastReadAt: null,
      },
    },
  },
);
export const updateConnectionContract = writes('admin', '/api/connections/{id}', 'Change a connection', {
  method: 'PATCH',
  input: connections.updateConnectionInput.extend({ id: z.uuid() }),
  response: connections.connectionView,
  example: {
    input: { id: '7e957769-9723-4006-bbd0-f4eaa9eb2b51', ticketFloor: '50' },
    response: { ...examples.connectionExample, ticketFloor: '50' },
  },
});
export const removeConnectionContract = writes(
  'admin',
  '/api/connections/{id}',
  'Delete a connection that nothing hangs on',
  {
    method: 'DELETE',
    body: undefined,
    input: connectionPath,
    response: z.object({ removed: z.boolean() }),
    example: { input: { id: '7e957769-9723-4006-bbd0-f4eaa9eb2b51' }, response: { removed: true } },
  },
);
export const testConnectionContract = writes(
  'admin',
  '/api/connections/{id}/test',
  'Ask a connection what works and what the account may not do',
  {
    input: connectionPath,
    response: connections.connectionTest,
    example: { input: { id: '7e957769-9723-4006-bbd0-f4eaa9eb2b51' }, response: examples.testExample },
  },
);
export const tryConnectionContract = writes(
  'admin',
  '/api/connections/test',
  'Test values before they are saved',
  {
    input: connections.tryConnectionInput,
    response: connections.connectionTest,
    example: {
      input: {
        baseUrl: 'https://your-company.atlassian.net',
        account: 'evenkeel@your-company.example',
        secret: 'the API token',
      },
      response: examples.testExample,
    },
  },
);
export const listSiteProjectsContract = reads(
  '/api/connections/{id}/projects',
  'The projects a tracker lets us create issues in, as it says now',
  {
    input: connectionPath,
    response: z.object({ items: z.array(connections.siteProject) }),
    example: {
      input: { id: '7e957769-9723-4006-bbd0-f4eaa9eb2b51' },
      response: { items: [{ key: 'WEB', name: 'Web shop' }] },
    },
  },
);
export const listSiteIssueTypesContract = reads(
  '/api/connections/{id}/projects/{key}/issue-types',
  'What may be created in a project, as the tracker says now',
  {
    input: connectionPath.extend({ key: z.string().trim().min(1).max(100) }),
    response: z.object({ items: z.array(connections.siteIssueType) }),
    example: {
      input: { id: '7e957769-9723-4006-bbd0-f4eaa9eb2b51', key: 'WEB' },
      response: { items: [{ id: '10001', name: 'Task' }] },
    },
  },
);
