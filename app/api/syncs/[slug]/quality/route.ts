import { readQuality } from '@/lib/catalog/quality.data';
import { readQualityContract } from '@/lib/contracts/catalog';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';

export const GET = route(readQualityContract, ({ input }) => readQuality(database(), input, new Date()));
