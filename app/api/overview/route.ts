import { readOverviewContract } from '@/lib/contracts/recommendations';
import { route } from '@/lib/http';
import { readRecentOverview } from '@/lib/recommendations/recent.data';

export const GET = route(readOverviewContract, readRecentOverview);
