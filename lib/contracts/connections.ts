import { z } from 'zod';
import * as connections from '@/lib/connections/schema';
import { nothing, reads, writes } from '@/lib/contract';

export const listConnectionsContract = reads(
  '/api/connections',
  'Trackers we work with; secrets never leave',
  {
    input: nothing,
    response: z.object({ items: z.array(connections.connectionView) }),
  },
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
export const testConnectionContract = writes(
  'admin',
  '/api/connections/{id}/test',
  'Sign in at a tracker and say what works',
  {
    input: z.object({ id: z.uuid() }),
    response: connections.connectionTest,
  },
);
