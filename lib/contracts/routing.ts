import { z } from 'zod';
import { id, nothing, reads, writes } from '@/lib/contract';
import { pageOf } from '@/lib/core/list';
import * as preview from '@/lib/recommendations/route-preview.schema';
import * as tickets from '@/lib/tickets/schema';

export const listRoutesContract = reads('/api/routes', 'Whose tickets go where, the default route first', {
  input: tickets.listRoutesInput,
  response: pageOf(tickets.routeRow),
  csv: ['id', 'owner', 'connectionName', 'projectKey', 'issueType', 'assignee', 'weeklyCap'],
});
export const readRouteContract = reads('/api/routes/{id}', 'One route', {
  input: z.object({ id }),
  response: tickets.routeRow,
});
export const saveRouteContract = writes('admin', '/api/routes', 'Say where the tickets of an owner go', {
  input: tickets.routeInput,
  response: tickets.routeView,
});
export const removeRouteContract = writes('admin', '/api/routes/{id}', 'Let an owner use the default route', {
  method: 'DELETE',
  body: undefined,
  input: z.object({ id }),
  response: z.object({ removed: z.boolean() }),
});
export const previewRouteContract = writes(
  'viewer',
  '/api/routes/preview',
  'Where a ticket would go, and why; changes nothing',
  { input: preview.previewRouteInput, response: preview.routePreview },
);
export const listUnroutedContract = reads(
  '/api/routes/unrouted',
  'Owners of open findings who have no route of their own',
  { input: nothing, response: z.object({ items: z.array(preview.unroutedOwner) }) },
);

export const listAccountOwnersContract = reads(
  '/api/account-owners',
  'Whose the resources of an account are that carry no owner tag',
  {
    input: tickets.listAccountOwnersInput,
    response: pageOf(tickets.accountOwnerRow),
    csv: ['provider', 'account', 'owner'],
  },
);
export const saveAccountOwnerContract = writes('admin', '/api/account-owners', 'Say whose an account is', {
  method: 'PUT',
  input: tickets.accountOwner,
  response: tickets.accountOwnerRow,
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
  },
);
