import { z } from 'zod';
import { id, nothing, reads, writes } from '@/lib/contract';
import { pageOf } from '@/lib/core/list';
import * as preview from '@/lib/recommendations/route-preview.schema';
import * as tickets from '@/lib/tickets/schema';
import * as examples from './routing.examples';

export const listRoutesContract = reads('/api/routes', 'Whose tickets go where, the default route first', {
  input: tickets.listRoutesInput,
  response: pageOf(tickets.routeRow),
  csv: ['id', 'owner', 'connectionName', 'projectKey', 'issueType', 'assignee', 'weeklyCap'],
  example: { response: { items: [examples.routeRowExample], nextCursor: null } },
});
export const readRouteContract = reads('/api/routes/{id}', 'One route', {
  input: z.object({ id }),
  response: tickets.routeRow,
  example: { input: { id: '2' }, response: examples.routeRowExample },
});
export const saveRouteContract = writes('admin', '/api/routes', 'Say where the tickets of an owner go', {
  input: tickets.routeInput,
  response: tickets.routeView,
  example: {
    input: {
      owner: 'web',
      connectionId: '7e957769-9723-4006-bbd0-f4eaa9eb2b51',
      projectKey: 'WEB',
      weeklyCap: 20,
    },
    response: examples.routeExample,
  },
});
export const removeRouteContract = writes('admin', '/api/routes/{id}', 'Let an owner use the default route', {
  method: 'DELETE',
  body: undefined,
  input: z.object({ id }),
  response: z.object({ removed: z.boolean() }),
  example: { input: { id: '2' }, response: { removed: true } },
});
export const previewRouteContract = writes(
  'viewer',
  '/api/routes/preview',
  'Where a ticket would go, and why; changes nothing',
  {
    input: preview.previewRouteInput,
    response: preview.routePreview,
    example: {
      input: { tags: { owner: 'web' }, provider: 'aws', account: '411100000001' },
      response: {
        resource: null,
        owner: 'web',
        by: 'tag',
        tag: 'owner',
        route: examples.routeRowExample,
        via: 'own',
        sentence: 'To WEB on Jira: the tag owner says web, who has a route of their own.',
        steps: ['The tag owner says web.', 'web has a route: WEB on Jira.'],
      },
    },
  },
);
export const listUnroutedContract = reads(
  '/api/routes/unrouted',
  'Owners of open findings who have no route of their own',
  {
    input: nothing,
    response: z.object({ items: z.array(preview.unroutedOwner) }),
    example: {
      response: {
        items: [
          {
            owner: 'data',
            recommendations: 4,
            savings: [{ currency: 'USD', amount: '212.4' }],
            goesTo: 'FIN on Jira',
          },
        ],
      },
    },
  },
);

export const listAccountOwnersContract = reads(
  '/api/account-owners',
  'Whose the resources of an account are that carry no owner tag',
  {
    input: tickets.listAccountOwnersInput,
    response: pageOf(tickets.accountOwnerRow),
    csv: ['provider', 'account', 'owner'],
    example: {
      input: { provider: 'aws' },
      response: {
        items: [{ id: 'aws:411100000001', provider: 'aws', account: '411100000001', owner: 'web' }],
        nextCursor: null,
      },
    },
  },
);
export const saveAccountOwnerContract = writes('admin', '/api/account-owners', 'Say whose an account is', {
  method: 'PUT',
  input: tickets.accountOwner,
  response: tickets.accountOwnerRow,
  example: {
    input: { provider: 'aws', account: '411100000001', owner: 'web' },
    response: { id: 'aws:411100000001', provider: 'aws', account: '411100000001', owner: 'web' },
  },
});
export const removeAccountOwnerContract = writes(
  'admin',
  '/api/account-owners',
  'Forget whose an account is',
  {
    method: 'DELETE',
    body: undefined,
    input: tickets.accountOwner.pick({ provider: true, account: true }),
    response: z.object({ removed: z.boolean() }),
    example: { input: { provider: 'aws', account: '411100000001' }, response: { removed: true } },
  },
);
