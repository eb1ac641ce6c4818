import { readOverviewContract } from '@/lib/contracts/recommendations';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { readOverview } from '@/lib/recommendations/summary';

export const GET = route(readOverviewContract, () => readOverview(database(), new Date()));
