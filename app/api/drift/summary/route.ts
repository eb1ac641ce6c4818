import { readDriftSummary } from '@/lib/catalog/drift.data';
import { readDriftSummaryContract } from '@/lib/contracts/catalog';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';

export const GET = route(readDriftSummaryContract, () => readDriftSummary(database()));
