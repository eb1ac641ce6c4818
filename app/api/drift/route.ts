import { listDrift } from '@/lib/catalog/drift.data';
import { listDriftContract } from '@/lib/contracts/catalog';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';

export const GET = route(listDriftContract, ({ input }) => listDrift(database(), input));
