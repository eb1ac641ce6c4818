import {
  listAccountOwnersContract,
  removeAccountOwnerContract,
  saveAccountOwnerContract,
} from '@/lib/contracts/routing';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { removeAccountOwner, saveAccountOwner } from '@/lib/tickets/routes.commands';
import { pageAccountOwners } from '@/lib/tickets/routes.data';

export const GET = route(listAccountOwnersContract, ({ input }) => pageAccountOwners(database(), input));

export const PUT = route(saveAccountOwnerContract, ({ input, actor }) =>
  saveAccountOwner({ actor, ...input }),
);

export const DELETE = route(removeAccountOwnerContract, async ({ input, actor }) => {
  await removeAccountOwner({ actor, ...input });
  return { removed: true };
});
