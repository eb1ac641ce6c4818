import { listUnroutedContract } from '@/lib/contracts/routing';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { listUnroutedOwners } from '@/lib/recommendations/route-preview.data';

export const GET = route(listUnroutedContract, async () => ({ items: await listUnroutedOwners(database()) }));
