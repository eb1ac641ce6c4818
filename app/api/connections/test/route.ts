import { tryConnection } from '@/lib/connections/commands';
import { tryConnectionContract } from '@/lib/contracts/connections';
import { route } from '@/lib/http';

export const POST = route(tryConnectionContract, ({ input, actor }) => tryConnection({ actor, ...input }));
