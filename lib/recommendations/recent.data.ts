import { database } from '@/lib/core/db';
import { keepRecent } from '@/lib/core/recent';
import { readChoices } from './data';
import type { Overview, RecommendationChoices } from './schema';
import { readOverview } from './summary';

/** What adds up every recommendation there is, for everybody who looks: read anew at once while that is quick. */
const recentOverview = keepRecent<Overview>();
const recentChoices = keepRecent<RecommendationChoices>();

export function readRecentOverview(): Promise<Overview> {
  return recentOverview('overview', () => readOverview(database(), new Date()));
}

export function readRecentChoices(): Promise<RecommendationChoices> {
  return recentChoices('choices', () => readChoices(database()));
}
