import { previewRouteContract } from '@/lib/contracts/routing';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { previewRoute } from '@/lib/recommendations/route-preview.data';

export const POST = route(previewRouteContract, ({ input }) => previewRoute(database(), input, new Date()));
