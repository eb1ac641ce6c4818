import { summariseQuarantine } from '@/lib/catalog/quarantine.data';
import { readQuarantineSummaryContract } from '@/lib/contracts/quarantine';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';

export const GET = route(readQuarantineSummaryContract, () => summariseQuarantine(database()));
