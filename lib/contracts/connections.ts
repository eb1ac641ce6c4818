import { z } from 'zod';
import * as connections from '@/lib/connections/schema';
import { reads, writes } from '@/lib/contract';
import { pageOf } from '@/lib/core/list';

const connectionPath = z.object({ id: z.uuid() });

export const listConnectionsContract = reads(
  '/api/connections',
  'Trackers we work with, the failing ones first; secrets never leave',
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
  },
);
export const readConnectionContract = reads(
  '/api/connections/{id}',
  'One tracker, its last test and what hangs on it',
  { input: connectionPath, response: connections.connectionDetail },
);
export const createConnectionContract = writes(
  'admin',
  '/api/connections',
  'Add a tracker; its secret is sealed',
  {
    input: connections.createConnectionInput,
    response: connections.connectionView,
    status: 201,
  },
);
export const updateConnectionContract = writes('admin', '/api/connections/{id}', 'Change a tracker', {
  method: 'PATCH',
  input: connections.updateConnectionInput.extend({ id: z.uuid() }),
  response: connections.connectionView,
});
export const removeConnectionContract = writes(
  'admin',
  '/api/connections/{id}',
  'Delete a tracker that nothing hangs on',
  {
    method: 'DELETE',
    body: undefined,
    input: connectionPath,
    response: z.object({ removed: z.boolean() }),
  },
);
export const testConnectionContract = writes(
  'admin',
  '/api/connections/{id}/test',
  'Ask a tracker what works and what the account may not do',
  {
    input: connectionPath,
    response: connections.connectionTest,
  },
);
export const tryConnectionContract = writes(
  'admin',
  '/api/connections/test',
  'Test values before they are saved',
  {
    input: connections.tryConnectionInput,
    response: connections.connectionTest,
  },
);
export const listSiteProjectsContract = reads(
  '/api/connections/{id}/projects',
  'The projects a tracker lets us create issues in, as it says now',
  { input: connectionPath, response: z.object({ items: z.array(connections.siteProject) }) },
);
export const listSiteIssueTypesContract = reads(
  '/api/connections/{id}/projects/{key}/issue-types',
  'What may be created in a project, as the tracker says now',
  {
    input: connectionPath.extend({ key: z.string().trim().min(1).max(100) }),
    response: z.object({ items: z.array(connections.siteIssueType) }),
  },
);
