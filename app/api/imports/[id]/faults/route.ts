import { listFaultsContract } from '@/lib/contracts/sources';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { listFaults } from '@/lib/sources/imports-view.data';

export const GET = route(listFaultsContract, ({ input }) => listFaults(database(), input));
