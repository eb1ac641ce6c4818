import { listQuarantine } from '@/lib/catalog/quarantine.data';
import { listQuarantineContract } from '@/lib/contracts/quarantine';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';

export const GET = route(listQuarantineContract, ({ input }) => listQuarantine(database(), input));
