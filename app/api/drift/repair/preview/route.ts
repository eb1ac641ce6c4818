import { previewRepair } from '@/lib/catalog/repairs.data';
import { previewRepairContract } from '@/lib/contracts/catalog';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';

export const POST = route(previewRepairContract, ({ input }) => previewRepair(database(), input));
