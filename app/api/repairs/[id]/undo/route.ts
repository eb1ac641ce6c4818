import { undoRepair } from '@/lib/catalog/repairs.commands';
import { undoRepairContract } from '@/lib/contracts/catalog';
import { route } from '@/lib/http';

export const POST = route(undoRepairContract, ({ input, actor }) => undoRepair({ actor, id: input.id }));
