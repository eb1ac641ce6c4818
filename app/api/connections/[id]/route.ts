import { updateConnection } from '@/lib/connections/commands';
import { updateConnectionContract } from '@/lib/contracts/connections';
import { route } from '@/lib/http';

export const PATCH = route(updateConnectionContract, ({ input: { id, ...changes }, actor }) =>
  updateConnection({ actor, connectionId: id, ...changes }),
);
