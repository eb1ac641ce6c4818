import { removeConnection, updateConnection } from '@/lib/connections/commands';
import { readConnectionDetail } from '@/lib/connections/data';
import {
  readConnectionContract,
  removeConnectionContract,
  updateConnectionContract,
} from '@/lib/contracts/connections';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';

export const GET = route(readConnectionContract, ({ input }) => readConnectionDetail(database(), input.id));

export const PATCH = route(updateConnectionContract, ({ input: { id, ...changes }, actor }) =>
  updateConnection({ actor, connectionId: id, ...changes }),
);

export const DELETE = route(removeConnectionContract, async ({ input, actor }) => {
  await removeConnection({ actor, connectionId: input.id });
  return { removed: true };
});
