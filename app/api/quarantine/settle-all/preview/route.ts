import { previewSettling } from '@/lib/catalog/quarantine.data';
import { previewSettleAllContract } from '@/lib/contracts/quarantine';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';

export const POST = route(previewSettleAllContract, ({ input }) => previewSettling(database(), input));
