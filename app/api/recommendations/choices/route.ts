import { readRecommendationChoicesContract } from '@/lib/contracts/recommendations';
import { route } from '@/lib/http';
import { readRecentChoices } from '@/lib/recommendations/recent.data';

export const GET = route(readRecommendationChoicesContract, readRecentChoices);
