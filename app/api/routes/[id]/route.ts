import { removeRouteContract } from '@/lib/contracts/tickets';
import { route } from '@/lib/http';
import { removeRoute } from '@/lib/tickets/routes.commands';

export const DELETE = route(removeRouteContract, async ({ input, actor }) => {
  await removeRoute({ actor, routeId: input.id });
  return { removed: true };
});
