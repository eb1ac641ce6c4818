import { rejectHeld } from '@/lib/catalog/quarantine.commands';
import { rejectContract } from '@/lib/contracts/quarantine';
import { route } from '@/lib/http';

export const POST = route(rejectContract, ({ input, actor }) => rejectHeld({ actor, ...input }));
