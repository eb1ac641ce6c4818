import { readRouteContract, removeRouteContract } from '@/lib/contracts/routing';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { removeRoute } from '@/lib/tickets/routes.commands';
import { readRoute } from '@/lib/tickets/routes.data';

export const GET = route(readRouteContract, ({ input }) => readRoute(database(), input.id));

export const DELETE = route(removeRouteContract, async ({ input, actor }) => {
  await removeRoute({ actor, routeId: input.id });
  return { removed: true };
});
