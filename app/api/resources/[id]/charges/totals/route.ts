import { readChargeTotalsContract } from '@/lib/contracts/sources';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { totalCharges } from '@/lib/sources/charges-view.data';

export const GET = route(readChargeTotalsContract, ({ input }) => totalCharges(database(), input));
