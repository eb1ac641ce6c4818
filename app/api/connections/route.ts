import { createConnection } from '@/lib/connections/commands';
import { listConnections } from '@/lib/connections/data';
import { createConnectionContract, listConnectionsContract } from '@/lib/contracts/connections';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';

export const GET = route(listConnectionsContract, async () => ({ items: await listConnections(database()) }));

export const POST = route(createConnectionContract, ({ input, actor }) =>
  createConnection({ actor, ...input }),
);
