import { listRoutesContract, saveRouteContract } from '@/lib/contracts/routing';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { saveRoute } from '@/lib/tickets/routes.commands';
import { pageRoutes } from '@/lib/tickets/routes.data';

export const GET = route(listRoutesContract, ({ input }) => pageRoutes(database(), input));

export const POST = route(saveRouteContract, ({ input, actor }) => saveRoute({ actor, ...input }));
