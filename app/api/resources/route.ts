import { findResourcesContract } from '@/lib/contracts/why';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { findResources } from '@/lib/recommendations/why.data';

export const GET = route(findResourcesContract, ({ input }) => findResources(database(), input));
