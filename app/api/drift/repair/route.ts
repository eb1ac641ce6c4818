import { repairDrift } from '@/lib/catalog/repairs.commands';
import { repairContract } from '@/lib/contracts/catalog';
import { route } from '@/lib/http';

export const POST = route(repairContract, ({ input, actor }) => repairDrift({ actor, ...input }));
