import { readBatchContract } from '@/lib/contracts/recommendations';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { viewBatch } from '@/lib/recommendations/batches.data';

export const GET = route(readBatchContract, ({ input }) => viewBatch(database(), input.id));
