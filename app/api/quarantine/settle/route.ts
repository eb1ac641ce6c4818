import { settleMany } from '@/lib/catalog/quarantine.commands';
import { settleManyContract } from '@/lib/contracts/quarantine';
import { route } from '@/lib/http';

export const POST = route(settleManyContract, ({ input, actor }) => settleMany({ actor, ...input }));
