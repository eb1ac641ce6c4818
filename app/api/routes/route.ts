import { listRoutesContract, saveRouteContract } from '@/lib/contracts/tickets';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { saveRoute } from '@/lib/tickets/routes.commands';
import { listRoutes } from '@/lib/tickets/routes.data';

export const GET = route(listRoutesContract, async () => ({ items: await listRoutes(database()) }));

export const POST = route(saveRouteContract, ({ input, actor }) => saveRoute({ actor, ...input }));
