import { releaseHeld } from '@/lib/catalog/quarantine.commands';
import { releaseContract } from '@/lib/contracts/quarantine';
import { route } from '@/lib/http';

export const POST = route(releaseContract, ({ input, actor }) => releaseHeld({ actor, ...input }));
