import { settleAll } from '@/lib/catalog/quarantine-batches.commands';
import { settleAllContract } from '@/lib/contracts/quarantine';
import { route } from '@/lib/http';

export const POST = route(settleAllContract, ({ input, actor }) => settleAll({ actor, ...input }));
