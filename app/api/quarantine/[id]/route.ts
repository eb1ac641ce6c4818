import { readQuarantined } from '@/lib/catalog/quarantine.data';
import { readQuarantineContract } from '@/lib/contracts/quarantine';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';

export const GET = route(readQuarantineContract, ({ input }) => readQuarantined(database(), input.id));
