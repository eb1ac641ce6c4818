import { createConnection } from '@/lib/connections/commands';
import { pageConnections } from '@/lib/connections/views.data';
import { createConnectionContract, listConnectionsContract } from '@/lib/contracts/connections';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';

export const GET = route(listConnectionsContract, ({ input }) => pageConnections(database(), input));

export const POST = route(createConnectionContract, ({ input, actor }) =>
  createConnection({ actor, ...input }),
);
