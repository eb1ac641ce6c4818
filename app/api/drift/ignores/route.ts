import { ignoreField } from '@/lib/catalog/ignores.commands';
import { listIgnores } from '@/lib/catalog/ignores.data';
import { ignoreContract, listIgnoresContract } from '@/lib/contracts/catalog';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';

export const GET = route(listIgnoresContract, async ({ input }) => ({
  items: await listIgnores(database(), { ...input, now: new Date() }),
}));
export const POST = route(ignoreContract, ({ input, actor }) => ignoreField({ actor, ...input }));
