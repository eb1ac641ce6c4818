import { readDeliveriesSummaryContract } from '@/lib/contracts/deliveries';
import { database } from '@/lib/core/db';
import { recentDeliveriesSummary } from '@/lib/deliveries/summary.data';
import { route } from '@/lib/http';

export const GET = route(readDeliveriesSummaryContract, () =>
  recentDeliveriesSummary(database(), new Date()),
);
