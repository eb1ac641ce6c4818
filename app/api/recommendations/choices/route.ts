import { readRecommendationChoicesContract } from '@/lib/contracts/recommendations';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { readChoices } from '@/lib/recommendations/data';

export const GET = route(readRecommendationChoicesContract, () => readChoices(database()));
